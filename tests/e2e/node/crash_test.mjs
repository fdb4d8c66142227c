// kill -9 under load: what the node accepted is mined, what it said was mined stays mined in the same
// block, nonces go on, and L1 has every batch once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as e2e from './setup.mjs';

const { viem, account, eventually } = e2e;
const { abi } = e2e.artifact('ZKChain');
const random = e2e.randomness('crash');

const KILLS = 3;
const SENDERS = [2, 3, 4, 5];
const EACH = 50;

/// Sends an account's transfers 0…EACH-1, each until the node has accepted it.
async function load(current, index, told) {
  const from = account(index);
  const sign = (nonce) =>
    from.signTransaction({
      chainId: 270,
      type: 'eip1559',
      to: from.address,
      value: 1n,
      gas: 21000n,
      nonce,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: 0n,
    });
  for (let nonce = 0; nonce < EACH;) {
    try {
      const hash = await current.node.rpc('eth_sendRawTransaction', [await sign(nonce)]);
      if (random(3) === 0) await note(current, hash, told);
      nonce += 1;
    } catch (error) {
      if (/already known|nonce too low/.test(error.message)) nonce += 1;
      else await e2e.sleep(20 + random(50));
    }
    if (random(4) === 0) await e2e.sleep(random(60));
  }
}

/// Remembers where a transaction was said to be.
async function note(current, hash, told) {
  for (let i = 0; i < 40; ++i) {
    const receipt = await current.node.rpc('eth_getTransactionReceipt', [hash]);
    if (receipt) return void told.set(hash, receipt);
    await e2e.sleep(20);
  }
}

test('nothing that was accepted is lost, nothing mined moved by kill -9', { timeout: 200_000 }, async () => {
  const anvil = await e2e.startAnvil();
  const options = { l1: anvil.url, dir: e2e.workDir(), port: await e2e.freePort() };
  const current = { node: await e2e.startNode(options) };
  const chain = await eventually('contracts', () => current.node.rpc('zks_getMainContract'), 60);
  const told = new Map();
  const senders = Promise.all(SENDERS.map((index) => load(current, index, told)));
  for (let i = 0; i < KILLS; ++i) {
    await e2e.sleep(300 + random(1500));
    await current.node.stop('SIGKILL');
    current.node = await e2e.startNode(options);
  }
  await senders;
  const { node } = current;

  // Each was accepted once; none is sent again, however often the node was killed since.
  await eventually(
    'every nonce is used',
    async () => {
      const nonces = await Promise.all(
        SENDERS.map((index) =>
          node.client.getTransactionCount({ address: account(index).address }),
        ),
      );
      return nonces.every((nonce) => nonce === EACH);
    },
    60,
  );
  assert.ok(told.size > 10, `only ${told.size} receipts were seen`);
  for (const [hash, receipt] of told)
    assert.deepEqual(await node.rpc('eth_getTransactionReceipt', [hash]), receipt);

  const seen = new Map();
  let parent;
  for (let n = 0n; n <= (await node.client.getBlockNumber()); ++n) {
    const block = await node.client.getBlock({ blockNumber: n, includeTransactions: true });
    if (parent) assert.equal(block.parentHash, parent);
    parent = block.hash;
    for (const { from, nonce } of block.transactions) {
      assert.equal(nonce, seen.get(from) ?? 0, `block ${n}`);
      seen.set(from, nonce + 1);
    }
  }

  const last = await node.client.getBlockNumber();
  await eventually(
    'every block is on L1',
    async () => BigInt((await node.rpc('eth_getBlockByNumber', ['safe', false])).number) >= last,
    60,
  );
  const ranges = await anvil.client.getContractEvents({
    abi,
    address: chain,
    eventName: 'ReportCommittedBatchRangeZKsyncOS',
    fromBlock: 0n,
  });
  let next = 1n;
  ranges.forEach(({ args }, i) => {
    assert.equal(args.batchNumber, BigInt(i + 1));
    assert.equal(args.firstBlockNumber, next);
    next = args.lastBlockNumber + 1n;
  });
  assert.equal(next, last + 1n);
  assert.equal(await node.stop(), 0);
  await anvil.stop();
});
