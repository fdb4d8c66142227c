// What JSON-RPC refuses because it is too much, in the words on which clients act.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as e2e from './setup.mjs';

const { viem } = e2e;
let node, contract;

before(async () => {
  const limits = { logs_blocks_max: 5, logs_results_max: 10, batch_max: 3, body_bytes_max: 20000 };
  const set = Object.entries(limits).map(([key, value]) => `rpc.${key}=${value}`);
  set.push('rpc.response_bytes_max=60000', 'rpc.call_gas_max=1000000');
  node = await e2e.startNode({ l1: `http://127.0.0.1:${await e2e.freePort()}`, set });
  contract = await e2e.deployPlayground(node);
  for (let i = 0; i < 8; ++i) await write('many', [6n]);
});
after(() => node?.stop());

async function write(functionName, args) {
  const request = { ...contract, functionName, args, gas: 3_000_000n };
  const hash = await node.wallet(0).writeContract(request);
  return node.client.waitForTransactionReceipt({ hash });
}
const fails = (method, params, code, text) =>
  assert.rejects(node.rpc(method, params), (error) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, text);
    return true;
  });
const call = (functionName, args) => ({
  to: contract.address,
  data: viem.encodeFunctionData({ abi: contract.abi, functionName, args }),
});

test('a search over too many blocks or logs says so', async () => {
  const range = (from, to) => [{ fromBlock: viem.toHex(from), toBlock: viem.toHex(to) }];
  await fails('eth_getLogs', range(1, 6), -32602, /exceed maximum block range: 5/);
  await fails(
    'eth_getLogs',
    range(2, 5),
    -32602,
    /query returned more than 10 results; block range too wide, retry with the range 0x2-0x2/,
  );
  assert.equal((await node.rpc('eth_getLogs', range(2, 2))).length, 6);
});

test('cast finds all logs by halving the range', async () => {
  // cast 1.7.1 forgets the last block of a range that it has cut: let it be one without logs.
  const hash = await node.wallet(0).sendTransaction({ to: contract.address });
  const head = `${(await node.client.waitForTransactionReceipt({ hash })).blockNumber}`;
  const args = ['--rpc-url', node.url, '--json', '--from-block', '0', '--to-block', head];
  const logs = JSON.parse(await e2e.cast('logs', ...args, '--address', contract.address));
  assert.equal(logs.length, 48);
});

test('one block has all its logs, however many', async () => {
  const { blockNumber, logs } = await write('many', [30n]);
  const block = viem.toHex(blockNumber);
  assert.equal(logs.length, 30);
  assert.equal((await node.rpc('eth_getLogs', [{ fromBlock: block, toBlock: block }])).length, 30);
});

test('a batch, a body and an answer that are too large say so', async () => {
  const request = { jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] };
  const batch = await e2e.raw(node.url, JSON.stringify(Array(4).fill(request)));
  assert.equal(batch.error.code, -32600);
  assert.match(batch.error.message, /batch too large/);
  const body = JSON.stringify({ ...request, params: ['x'.repeat(20000)] });
  const refused = await fetch(node.url, { method: 'POST', body });
  assert.equal(refused.status, 413);
  const long = { [contract.address]: { code: '0x62009c406000f3' } }; // returns 40,000 bytes
  const data = { to: contract.address, data: '0x' };
  await fails('eth_call', [data, 'latest', long], -32003, /response too large/);
});

test('a call has no more gas than the node allows', async () => {
  const loop = call('loop', []);
  await fails('eth_call', [{ ...loop, gas: '0xffffffff' }], -32000, /out of gas/);
  await fails('eth_estimateGas', [loop], -32000, /gas required exceeds allowance \(1000000\)/);
});

test('an open WebSocket has the same limits', async () => {
  const socket = await e2e.connectWebSocket(node.wsUrl);
  assert.equal((await socket.call('eth_getLogs', [{ fromBlock: '0x0' }])).error.code, -32602);
  await socket.close();
});
