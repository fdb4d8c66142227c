// Batches on L1: the contracts deploy by themselves, each batch is committed once, and what the
// commit says is what the chain did. Once as a rollup, once as a validium, by one setting.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as formats from '../contracts/formats.mjs';
import * as e2e from './setup.mjs';

const { viem, account, eventually } = e2e;
const { abi } = e2e.artifact('ZKChain');

const { ZERO, calldataCommitment } = formats;

/// What L1 was told of each committed batch, in the order of the events.
async function commitsOf(l1, address) {
  const filter = { abi, address, eventName: 'BlockCommit', fromBlock: 0n };
  const events = await l1.getContractEvents(filter);
  return Promise.all(
    events.map(async ({ args, transactionHash }) => {
      const { input } = await l1.getTransaction({ hash: transactionHash });
      const { args: given } = viem.decodeFunctionData({ abi, data: input });
      const batch = given
        .flat()
        .find((arg) => arg.daCommitment && arg.batchNumber === args.batchNumber);
      return { number: args.batchNumber, batch };
    }),
  );
}

async function settle(set) {
  const anvil = await e2e.startAnvil();
  const node = await e2e.startNode({ l1: anvil.url, set });
  const hash = await node.wallet(0).sendTransaction({ to: account(5).address, value: 1n });
  await node.client.waitForTransactionReceipt({ hash });
  await e2e.deployPlayground(node, 2);
  const chain = await eventually('contracts on L1', () => node.rpc('zks_getMainContract'), 60);
  const committed = () =>
    anvil.client.readContract({ abi, address: chain, functionName: 'totalBatchesCommitted' });
  await eventually('batch 1 is committed', async () => (await committed()) >= 1n, 60);
  return { anvil, node, chain, committed };
}

for (const [name, set] of [
  ['rollup', []],
  ['validium', ['plugins.da.use=da/validium']],
]) {
  test(`a ${name} commits each batch once, and tells of it`, async () => {
    const { anvil, node, chain, committed } = await settle(set);
    const details = await eventually('the node knows', async () => {
      const found = await node.rpc('zks_getL1BatchDetails', [1]);
      return found.status === 'committed' && found;
    });
    const receipt = await anvil.client.getTransactionReceipt({ hash: details.commitTxHash });
    assert.equal(receipt.status, 'success');
    assert.equal(receipt.to, chain.toLowerCase());
    const commits = await commitsOf(anvil.client, chain);
    assert.deepEqual(
      commits.map((c) => c.number),
      commits.map((_, i) => BigInt(i + 1)),
    );
    assert.ok(BigInt(commits.length) <= (await committed()));

    // safe is the last block that L1 has.
    await eventually(
      'safe moves',
      async () =>
        BigInt((await node.rpc('eth_getBlockByNumber', ['safe', false])).number) >=
        BigInt(details.lastBlock),
    );
    assert.equal((await node.rpc('eth_getBlockByNumber', ['finalized', false])).number, '0x0');

    // As a rollup the pubdata is there for everybody; as a validium L1 has but a hash.
    for (const { batch } of commits) {
      assert.equal(batch.daCommitmentScheme, name === 'rollup' ? 3 : 1);
      if (name === 'rollup')
        assert.equal(batch.daCommitment, calldataCommitment(batch.operatorDAInput));
      else assert.deepEqual([batch.daCommitment, viem.size(batch.operatorDAInput)], [ZERO, 32]);
    }
    const [{ batch }] = commits;
    assert.equal(batch.daCommitment, details.daCommitment);
    assert.equal(batch.newStateCommitment, details.stateCommitment);
    assert.equal(batch.chainId, 270n);

    // A restart goes on where it was: no new contracts, no second commit.
    assert.equal(await node.stop(), 0);
    const again = await e2e.startNode({ l1: anvil.url, dir: node.dir, set });
    assert.equal(await eventually('contracts', () => again.rpc('zks_getMainContract')), chain);
    const before = await committed();
    const hash = await again.wallet(0).sendTransaction({ to: account(5).address, value: 1n });
    await again.client.waitForTransactionReceipt({ hash });
    await eventually('the next batch', async () => (await committed()) > before, 60);
    const numbers = (await commitsOf(anvil.client, chain)).map((c) => c.number);
    assert.deepEqual(
      numbers,
      numbers.map((_, i) => BigInt(i + 1)),
    );
    assert.equal(await again.stop(), 0);
    await anvil.stop();
  });
}

test('cast sends, calls and reads', async () => {
  const anvil = await e2e.startAnvil();
  const node = await e2e.startNode({ l1: anvil.url });
  const rpc = ['--rpc-url', node.url];
  const key = [
    '--private-key',
    '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  ];
  const { address } = await e2e.deployPlayground(node, 2);
  const send = async (...args) =>
    JSON.parse(await e2e.cast('send', ...rpc, ...key, '--json', ...args));
  assert.equal((await send(account(1).address, '--value', '1')).status, '0x1');
  const sent = await send(address, 'set(uint256)', '42');
  assert.equal(sent.logs.length, 1);
  assert.match(await e2e.cast('call', ...rpc, address, 'value()(uint256)'), /^42/);
  const receipt = JSON.parse(await e2e.cast('receipt', ...rpc, '--json', sent.transactionHash));
  assert.equal(receipt.blockHash, sent.blockHash);
  const block = JSON.parse(await e2e.cast('block', ...rpc, '--json', 'latest'));
  assert.equal(block.hash, sent.blockHash);
  const logs = JSON.parse(
    await e2e.cast(
      'logs',
      ...rpc,
      '--json',
      '--from-block',
      '0',
      '--address',
      address,
      'Noted(address indexed,uint256 indexed,string)',
    ),
  );
  assert.equal(logs.length, 1);
  assert.equal(await e2e.cast('nonce', ...rpc, account(0).address), '2');
  assert.match(await e2e.cast('balance', ...rpc, account(9).address), /^[0-9]+$/);
  assert.ok(Number(await e2e.cast('estimate', ...rpc, address, 'set(uint256)', '1')) > 21000);
  await assert.rejects(e2e.cast('call', ...rpc, address, 'fail(string)', 'why not'), /why not/);
  assert.equal(await e2e.cast('chain-id', ...rpc), '270');
  await node.stop();
  await anvil.stop();
});

test('viem watches blocks over WebSocket', async () => {
  const node = await e2e.startNode({ l1: `http://127.0.0.1:${await e2e.freePort()}` });
  const transport = viem.webSocket(node.wsUrl, { reconnect: false });
  const client = viem.createPublicClient({ chain: node.client.chain, transport });
  const numbers = [];
  const unwatch = client.watchBlocks({ onBlock: (block) => numbers.push(block.number) });
  await client.getChainId();
  await e2e.sleep(100);
  for (let i = 0; i < 3; ++i) {
    const hash = await node.wallet(0).sendTransaction({ to: account(1).address });
    await node.client.waitForTransactionReceipt({ hash });
  }
  await eventually('three blocks', () => numbers.length >= 3);
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => numbers[0] + BigInt(i)),
  );
  unwatch();
  (await client.transport.getRpcClient()).close();
  await node.stop();
});

test('a misspelt key ends with 78 and names the nearest', async () => {
  const { code, out } = await e2e.output(e2e.dovetail, [
    'run',
    '--config',
    e2e.devConfig,
    '--unlocked',
    '--data-dir',
    e2e.workDir(),
    '--set',
    'batch.timeout=2',
  ]);
  assert.equal(code, 78);
  assert.match(out, /did you mean/);
});
