// Whatever the parameters are, the answer is JSON-RPC, and never "internal error".

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as e2e from './setup.mjs';

const { viem, account } = e2e;
const random = e2e.randomness('fuzz');
const pick = (list) => list[random(list.length)];
const ROUNDS = 60;

const methods = `eth_chainId eth_blockNumber eth_getBlockByNumber eth_getBlockByHash
  eth_getBlockTransactionCountByNumber eth_getBlockTransactionCountByHash
  eth_getTransactionByBlockNumberAndIndex eth_getTransactionByBlockHashAndIndex
  eth_getTransactionByHash eth_getRawTransactionByHash eth_getTransactionReceipt
  eth_getBlockReceipts eth_getUncleCountByBlockNumber eth_getUncleByBlockHashAndIndex
  eth_getBalance eth_getCode eth_getTransactionCount eth_getStorageAt eth_sendRawTransaction
  eth_call eth_estimateGas eth_gasPrice eth_maxPriorityFeePerGas eth_blobBaseFee eth_feeHistory
  eth_getLogs eth_newFilter eth_newBlockFilter eth_newPendingTransactionFilter
  eth_getFilterChanges eth_getFilterLogs eth_uninstallFilter eth_subscribe eth_unsubscribe
  web3_clientVersion web3_sha3 net_version net_listening net_peerCount eth_syncing eth_accounts
  zks_L1ChainId zks_L1BatchNumber zks_getL1BatchDetails zks_getBridgehubContract
  zks_getMainContract txpool_status txpool_content`.split(/\s+/);

const keys = `from to gas gasPrice maxFeePerGas maxPriorityFeePerGas value data input nonce
  accessList address storageKeys blockHash blockNumber requireCanonical fromBlock toBlock topics
  balance code stateDiff state type chainId`.split(/\s+/);

let node, known;

function hex(bytes) {
  let out = '0x';
  for (let i = 0; i < bytes; ++i) out += random(256).toString(16).padStart(2, '0');
  return out;
}

function scalar() {
  return pick([
    () => null,
    () => true,
    () => false,
    () => 0,
    () => -1,
    () => random(2 ** 32),
    () => 1e308,
    () => 0.5,
    () => Number.MAX_SAFE_INTEGER,
    () => '',
    () => '0x',
    () => '0x0',
    () => '0x00',
    () => '0X1',
    () => 'latest',
    () => 'pending',
    () => 'earliest',
    () => 'safe',
    () => 'finalized',
    () => 'x'.repeat(random(300)),
    () => '\u0000\u{1f600}\ufffd',
    () => hex(20),
    () => hex(32),
    () => hex(random(200)),
    () => `0x${random(2 ** 20).toString(16)}`,
    () => `0x${'f'.repeat(64)}`,
    () => `0x${'f'.repeat(65)}`,
    () => pick(known),
    () => pick(known),
    () => pick(known),
  ])();
}

function value(depth = 0) {
  const kind = depth > 3 ? 0 : random(5);
  if (kind < 3) return scalar();
  const count = random(5);
  if (kind === 3) return Array.from({ length: count }, () => value(depth + 1));
  return Object.fromEntries(
    Array.from({ length: count }, () => [
      random(8) ? pick(keys) : String(scalar()),
      value(depth + 1),
    ]),
  );
}

before(async () => {
  node = await e2e.startNode({ l1: `http://127.0.0.1:${await e2e.freePort()}` });
  const { address } = await e2e.deployPlayground(node);
  const block = await node.rpc('eth_getBlockByNumber', ['0x1', false]);
  const filter = await node.rpc('eth_newFilter', [{}]);
  known = [
    account(0).address,
    address,
    block.hash,
    block.transactions[0],
    '0x1',
    filter,
    'newHeads',
    'logs',
  ];
});
after(() => node?.stop());

function check(request, answer) {
  const told = () => `${JSON.stringify(request)} -> ${JSON.stringify(answer)}`.slice(0, 2000);
  assert.equal(answer.jsonrpc, '2.0', told());
  assert.equal(answer.id, request.id, told());
  assert.notEqual('result' in answer, 'error' in answer, told());
  if (!answer.error) return;
  assert.ok([3, -32000, -32602, -32005].includes(answer.error.code), told());
  assert.equal(typeof answer.error.message, 'string', told());
  assert.ok(answer.error.message.length > 0 && answer.error.message.length < 2000, told());
}

test('random parameters of every method over HTTP', async () => {
  for (const method of methods) {
    const batch = Array.from({ length: ROUNDS }, (_, id) => ({
      jsonrpc: '2.0',
      id,
      method,
      params: Array.from({ length: random(5) }, () => value()),
    }));
    const answers = await e2e.raw(node.url, JSON.stringify(batch));
    assert.equal(answers.length, batch.length);
    batch.forEach((request, i) => check(request, answers[i]));
  }
});

test('well-shaped parameters with one thing wrong', async () => {
  const [from, to, hash, txHash] = known;
  const good = {
    eth_getBlockByNumber: ['0x1', true],
    eth_getBlockByHash: [hash, true],
    eth_getBalance: [from, 'latest'],
    eth_getStorageAt: [to, '0x0', 'latest'],
    eth_call: [
      { from, to, data: '0x3fa4f245' },
      'latest',
      { [to]: { balance: '0x1', stateDiff: {} } },
    ],
    eth_estimateGas: [
      { from, to, value: '0x1', accessList: [{ address: to, storageKeys: [hash] }] },
    ],
    eth_getLogs: [{ fromBlock: '0x0', toBlock: 'latest', address: [to], topics: [[hash], null] }],
    eth_feeHistory: ['0x4', 'latest', [1, 2.5, 99]],
    eth_getTransactionReceipt: [txHash],
    eth_getTransactionByBlockHashAndIndex: [hash, '0x0'],
    zks_getL1BatchDetails: [0],
  };
  const spoil = (item) => {
    if (item === null || typeof item !== 'object' || random(4) === 0) return value(2);
    const copy = Array.isArray(item) ? [...item] : { ...item };
    const names = Object.keys(copy);
    if (!names.length) return value(2);
    const name = pick(names);
    copy[name] = spoil(copy[name]);
    return copy;
  };
  for (const [method, params] of Object.entries(good)) {
    const first = await e2e.raw(
      node.url,
      JSON.stringify({ jsonrpc: '2.0', id: 0, method, params }),
    );
    assert.ok('result' in first, `${method}: ${JSON.stringify(first)}`);
    const batch = Array.from({ length: 200 }, (_, id) => {
      const spoilt = spoil(params);
      return { jsonrpc: '2.0', id, method, params: Array.isArray(spoilt) ? spoilt : [spoilt] };
    });
    const answers = await e2e.raw(node.url, JSON.stringify(batch));
    batch.forEach((request, i) => check(request, answers[i]));
  }
});

test('random parameters over WebSocket', async () => {
  const socket = await e2e.connectWebSocket(node.wsUrl);
  for (let i = 0; i < 500; ++i) {
    const method = pick(['eth_subscribe', 'eth_unsubscribe', 'eth_call', 'eth_getLogs']);
    const params = Array.from({ length: random(4) }, () => value());
    const answer = await socket.call(method, params);
    check({ id: answer.id, method, params }, answer);
  }
  await socket.close();
});

test('mutations of a raw transaction are refused or taken, and the node goes on', async () => {
  const from = account(3);
  const raw = await from.signTransaction({
    chainId: 270,
    type: 'eip1559',
    to: from.address,
    gas: 50_000n,
    nonce: 0,
    maxFeePerGas: 10n ** 10n,
    data: '0x0102',
    accessList: [{ address: from.address, storageKeys: [viem.pad('0x1')] }],
  });
  const batch = Array.from({ length: 900 }, (_, id) => {
    const bytes = [...viem.toBytes(raw)];
    for (let n = random(3) + 1; n > 0; --n) {
      const at = random(bytes.length);
      if (random(4) === 0) bytes.splice(at, random(4) + 1);
      else if (random(4) === 0) bytes.splice(at, 0, random(256));
      else bytes[at] = random(256);
    }
    return {
      jsonrpc: '2.0',
      id,
      method: 'eth_sendRawTransaction',
      params: [viem.bytesToHex(Uint8Array.from(bytes))],
    };
  });
  const answers = await e2e.raw(node.url, JSON.stringify(batch));
  batch.forEach((request, i) => check(request, answers[i]));
  const { address } = await e2e.deployPlayground(node, 4);
  assert.ok(address);
});
