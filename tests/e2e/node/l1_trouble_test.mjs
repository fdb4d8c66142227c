// An L1 that is down, frozen or reorganises: JSON-RPC serves on, and settlement catches up.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import * as e2e from './setup.mjs';

const { account, eventually } = e2e;
const { abi } = e2e.artifact('ZKChain');

async function setUp(anvilOptions) {
  const anvil = await e2e.startAnvil(anvilOptions);
  const node = await e2e.startNode({ l1: anvil.url });
  const transfer = async () => {
    const hash = await node.wallet(0).sendTransaction({ to: account(5).address, value: 1n });
    return node.client.waitForTransactionReceipt({ hash, timeout: 20_000 });
  };
  const safe = async () => BigInt((await node.rpc('eth_getBlockByNumber', ['safe', false])).number);
  const settled = async (block, seconds = 60) =>
    eventually(`block ${block} is on L1`, async () => (await safe()) >= block, seconds);
  await transfer();
  const chain = await eventually('contracts', () => node.rpc('zks_getMainContract'), 60);
  return { anvil, node, transfer, settled, chain };
}

/// The batches that L1 has, by its events: each once, in order.
async function committedOn(client, address) {
  const events = await client.getContractEvents({
    abi,
    address,
    eventName: 'BlockCommit',
    fromBlock: 0n,
  });
  const numbers = events.map(({ args }) => args.batchNumber);
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => BigInt(i + 1)),
  );
  return events;
}

test('an L1 that ends and comes back', { timeout: 120_000 }, async () => {
  const dir = e2e.workDir();
  const state = join(dir, 'anvil.json');
  const { anvil, node, transfer, settled, chain } = await setUp({ dir, state });
  await settled((await transfer()).blockNumber);
  await anvil.stop('SIGTERM');
  const blocks = [];
  for (let i = 0; i < 6; ++i) {
    blocks.push((await transfer()).blockNumber);
    await e2e.sleep(500);
  }
  const again = await e2e.startAnvil({ dir, state, port: anvil.port });
  await settled(blocks.at(-1));
  await committedOn(again.client, chain);
  assert.equal(await node.stop(), 0);
  await again.stop();
});

test('an L1 that is frozen', { timeout: 120_000 }, async () => {
  const { anvil, node, transfer, settled, chain } = await setUp();
  await settled((await transfer()).blockNumber);
  anvil.child.kill('SIGSTOP');
  let last;
  for (let i = 0; i < 6; ++i) {
    last = (await transfer()).blockNumber;
    await e2e.sleep(500);
  }
  anvil.child.kill('SIGCONT');
  await settled(last);
  await committedOn(anvil.client, chain);
  assert.equal(await node.stop(), 0);
  await anvil.stop();
});

test('a stop while L1 is frozen is bounded', { timeout: 60_000 }, async () => {
  const { anvil, node, transfer } = await setUp();
  await transfer();
  anvil.child.kill('SIGSTOP');
  await e2e.sleep(2500);
  const began = Date.now();
  await node.stop();
  assert.ok(Date.now() - began < 15_000);
  await anvil.stop();
});

test('an L1 that drops a commit gets it again', { timeout: 120_000 }, async () => {
  const { anvil, node, transfer, settled, chain } = await setUp();
  const { blockNumber } = await transfer();
  await settled(blockNumber);
  const last = (await committedOn(anvil.client, chain)).at(-1);
  const depth = Number((await anvil.client.getBlockNumber()) - last.blockNumber) + 1;
  await anvil.client.request({ method: 'anvil_reorg', params: [depth, []] });
  const total = () =>
    anvil.client.readContract({ abi, address: chain, functionName: 'totalBatchesCommitted' });
  assert.ok((await total()) < last.args.batchNumber, 'the reorg dropped the commit');
  await eventually(
    'it is committed again',
    async () => (await total()) >= last.args.batchNumber,
    60,
  );
  await settled((await transfer()).blockNumber);
  await committedOn(anvil.client, chain);
  assert.equal(await node.stop(), 0);
  await anvil.stop();
});
