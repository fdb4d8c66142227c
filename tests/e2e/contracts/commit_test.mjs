// commitBatch and revertBatches against anvil: the accepted path, every refusal, and the admin's
// settings.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  EMPTY_KECCAK, ZERO, genesisOf, makeBatch, outputPreimage, storedHash, storedOf,
} from './formats.mjs';
import {
  GENESIS_TIME, L1_CHAIN_ID, L2_CHAIN_ID, artifacts, deploy, setUp, viem,
} from './setup.mjs';

const DAY = 86400n;
const HOUR = 3600n;
const NOW = GENESIS_TIME + 100n * DAY;
const WRONG = viem.keccak256('0xbad0');
const U64_MAX = 2n ** 64n - 1n;

let world;
let chain;
let from;
let genesis;
let first;

before(async () => {
  world = await setUp();
  ({ chain } = world);
  from = world.accounts.validator;
  genesis = genesisOf(world.init);
  first = makeBatch(1n, NOW);
});
after(() => world.stop());

// Each error of commitBatch: what makes it, from the genesis, and what it says.
const changed = (overrides) => [genesis, { ...first, ...overrides }];
const stranger = () => world.accounts.stranger;
const refusals = [
  ['NotValidator', () => changed({}), () => [stranger()], stranger],
  ['WrongLastBatch', () => [{ ...genesis, timestamp: 1n }, first],
    () => [storedHash(genesis), storedHash({ ...genesis, timestamp: 1n })]],
  ['WrongBatchNumber', () => changed({ batchNumber: 2n }), () => [1n, 2n]],
  ['WrongChainId', () => changed({ chainId: 271n }), () => [L2_CHAIN_ID, 271n]],
  ['WrongSettlementLayer', () => changed({ slChainId: 1n }), () => [L1_CHAIN_ID, 1n]],
  ['WrongDAScheme', () => changed({ daCommitmentScheme: 1 }), () => [3, 1]],
  ['WrongFirstBlock', () => changed({ firstBlockNumber: 2n }), () => [1n, 2n]],
  ['BlocksReversed', () => changed({ lastBlockNumber: 0n }), () => [1n, 0n]],
  ['TimestampsReversed', () => changed({ lastBlockTimestamp: NOW - 3n }),
    () => [NOW - 2n, NOW - 3n]],
  ['TimestampTooOld', () => changed({ firstBlockTimestamp: NOW - 3n * DAY - 1n }),
    () => [NOW - 3n * DAY, NOW - 3n * DAY - 1n]],
  ['TimestampTooNew', () => changed({ lastBlockTimestamp: NOW + HOUR + 1n }),
    () => [NOW + HOUR, NOW + HOUR + 1n]],
  ['WrongNumberOfLayer1Txs', () => changed({ numberOfLayer1Txs: 1n }), () => [0n, 1n]],
  ['WrongPriorityOperationsHash', () => changed({ priorityOperationsHash: WRONG }),
    () => [EMPTY_KECCAK, WRONG]],
  ['WrongDependencyRoots', () => changed({ dependencyRootsRollingHash: WRONG }),
    () => [ZERO, WRONG]],
  ['NoLayer2Txs', () => changed({ numberOfLayer2Txs: 0n }), () => []],
  ['WrongDACommitment', () => changed({ daCommitment: WRONG }), () => [first.daCommitment, WRONG]],
];

for (const [name, make, says, caller] of refusals) {
  test(`commitBatch refuses with ${name}`, async () => {
    const found = await chain.call('commitBatch', make(), { from: caller?.() ?? from, time: NOW });
    assert.deepEqual(found, { name, args: says() });
    assert.equal(await chain.read('totalBatchesCommitted'), 0n);
  });
}

test('every error of the ABI has its case in this file', () => {
  const elsewhere = [
    'TimestampBeforeLastBatch', 'WrongRevertTarget', 'NotAContract', 'ZeroProgramId',
    'BatchesPending', 'OwnableInvalidOwner', 'OwnableUnauthorizedAccount',
  ];
  const cases = new Set([...refusals.map(([name]) => name), ...elsewhere]);
  const errors = artifacts.ZKChain.abi.filter((e) => e.type === 'error').map((e) => e.name);
  assert.deepEqual([...cases].sort(), [...errors, 'WrongDACommitment'].sort());
});

test('a chain begins with its genesis and nothing else', async () => {
  assert.equal(await chain.read('chainId'), L2_CHAIN_ID);
  assert.equal(await chain.read('bridgehub'), viem.getAddress(world.bridgehub.address));
  assert.equal(await chain.read('storedBatchHash', [0n]), storedHash(genesis));
  assert.equal(await chain.read('storedBatchHash', [1n]), ZERO);
  assert.equal(await chain.read('batchProgramId', [0n]), ZERO);
  assert.equal(await chain.read('programId'), world.init.programId);
  assert.deepEqual(await chain.read('getDAValidator'), [viem.getAddress(world.rollup.address), 3]);
  for (const total of ['Committed', 'Verified', 'Executed']) {
    assert.equal(await chain.read(`totalBatches${total}`), 0n);
  }
});

test('commitBatch accepts both ends of the time window', async () => {
  const overrides = { firstBlockTimestamp: NOW - 3n * DAY, lastBlockTimestamp: NOW + HOUR };
  assert.equal(await chain.call('commitBatch', changed(overrides), { from, time: NOW }), null);
});

test('commitBatch accepts any time while L1 is younger than the window', async () => {
  const young = { ...first, firstBlockTimestamp: 0n, lastBlockTimestamp: 1n };
  assert.equal(await chain.call('commitBatch', [genesis, young], { from, time: 1n }), null);
});

test('commitBatch stores, counts and reports the batch', async () => {
  const receipt = await chain.send('commitBatch', [genesis, first], { from, time: NOW });
  assert.equal(receipt.status, 'success');
  const commitment = viem.keccak256(outputPreimage(first));
  const [commit, range] = chain.events(receipt);
  assert.equal(commit.eventName, 'BlockCommit');
  const batchHash = first.newStateCommitment;
  assert.deepEqual(commit.args, { batchNumber: 1n, batchHash, commitment });
  assert.equal(range.eventName, 'ReportCommittedBatchRangeZKsyncOS');
  assert.deepEqual(range.args, { batchNumber: 1n, firstBlockNumber: 1n, lastBlockNumber: 3n });
  assert.equal(await chain.read('totalBatchesCommitted'), 1n);
  assert.equal(await chain.read('storedBatchHash', [1n]), storedHash(storedOf(first)));
  assert.equal(await chain.read('batchProgramId', [1n]), world.init.programId);
  assert.deepEqual(await chain.read('batchLastBlock', [1n]), [3n, NOW - 1n]);
});

test('commitBatch refuses the same batch twice', async () => {
  const found = await chain.call('commitBatch', [genesis, first], { from, time: NOW });
  assert.deepEqual(found, {
    name: 'WrongLastBatch', args: [storedHash(storedOf(first)), storedHash(genesis)],
  });
});

test('commitBatch refuses blocks older than the last batch, not of its second', async () => {
  const last = storedOf(first);
  const early = makeBatch(2n, NOW, { firstBlockTimestamp: NOW - 2n });
  const found = await chain.call('commitBatch', [last, early], { from, time: NOW });
  assert.deepEqual(found, { name: 'TimestampBeforeLastBatch', args: [NOW - 1n, NOW - 2n] });
  const same = makeBatch(2n, NOW, { firstBlockTimestamp: NOW - 1n });
  assert.equal(await chain.call('commitBatch', [last, same], { from, time: NOW }), null);
});

test('commitBatch refuses a gap and an overlap of blocks', async () => {
  const last = storedOf(first);
  for (const firstBlockNumber of [3n, 5n, 0n, U64_MAX]) {
    const batch = makeBatch(2n, NOW + 10n, { firstBlockNumber, lastBlockNumber: U64_MAX });
    const found = await chain.call('commitBatch', [last, batch], { from, time: NOW + 10n });
    assert.deepEqual(found, { name: 'WrongFirstBlock', args: [4n, firstBlockNumber] });
  }
});

test('revertBatches takes batches back and the next commit goes on from there', async () => {
  const second = makeBatch(2n, NOW + 10n);
  const third = makeBatch(3n, NOW + 20n);
  await chain.send('commitBatch', [storedOf(first), second], { from, time: NOW + 10n });
  await chain.send('commitBatch', [storedOf(second), third], { from, time: NOW + 20n });
  const receipt = await chain.send('revertBatches', [1n], { from, time: NOW + 30n });
  assert.equal(receipt.status, 'success');
  assert.deepEqual(chain.events(receipt)[0].args, {
    totalBatchesCommitted: 1n, totalBatchesVerified: 0n, totalBatchesExecuted: 0n,
  });
  assert.equal(await chain.read('totalBatchesCommitted'), 1n);
  for (const n of [2n, 3n]) {
    assert.equal(await chain.read('storedBatchHash', [n]), ZERO);
    assert.deepEqual(await chain.read('batchLastBlock', [n]), [0n, 0n]);
  }
  const again = makeBatch(2n, NOW + 40n, { newStateCommitment: WRONG });
  const redo = await chain.send('commitBatch', [storedOf(first), again], { from, time: NOW + 40n });
  assert.equal(redo.status, 'success');
});

test('revertBatches refuses strangers and targets that are not behind', async () => {
  const { stranger } = world.accounts;
  assert.deepEqual(await chain.call('revertBatches', [0n], { from: stranger }), {
    name: 'NotValidator', args: [stranger],
  });
  for (const target of [2n, 3n, U64_MAX]) {
    const found = await chain.call('revertBatches', [target], { from });
    assert.deepEqual(found, { name: 'WrongRevertTarget', args: [0n, 2n, target] });
  }
});

test('setProgram waits until no batch is pending', async () => {
  const { admin } = world.accounts;
  const next = viem.keccak256('0x02');
  assert.deepEqual(await chain.call('setProgram', [next], { from: admin }), {
    name: 'BatchesPending', args: [2n, 0n],
  });
  await chain.send('revertBatches', [0n], { from, time: NOW + 50n });
  assert.deepEqual(await chain.call('setProgram', [ZERO], { from: admin }), {
    name: 'ZeroProgramId', args: [],
  });
  const receipt = await chain.send('setProgram', [next], { from: admin, time: NOW + 51n });
  assert.deepEqual(chain.events(receipt)[0].args, { programId: next });
  await chain.send('commitBatch', [genesis, first], { from, time: NOW + 52n });
  assert.equal(await chain.read('batchProgramId', [1n]), next);
});

test("settings are the admin's alone", async () => {
  const settings = [
    ['setProgram', [WRONG]],
    ['setDAValidator', [world.validium.address]],
    ['setValidator', [from, false]],
  ];
  for (const [name, args] of settings) {
    assert.deepEqual(await chain.call(name, args, { from }), {
      name: 'OwnableUnauthorizedAccount', args: [from],
    });
  }
});

test('the admin is handed over in two steps', async () => {
  const { admin, stranger } = world.accounts;
  await chain.send('transferOwnership', [stranger], { from: admin });
  assert.equal(await chain.read('owner'), admin);
  await chain.send('acceptOwnership', [], { from: stranger });
  assert.equal(await chain.read('owner'), stranger);
  await chain.send('transferOwnership', [admin], { from: stranger });
  await chain.send('acceptOwnership', [], { from: admin });
});

test('setValidator gives and takes the role', async () => {
  const { admin, stranger } = world.accounts;
  await chain.send('setValidator', [stranger, true], { from: admin });
  assert.equal(await chain.read('isValidator', [stranger]), true);
  assert.equal(await chain.call('revertBatches', [0n], { from: stranger }), null);
  const receipt = await chain.send('setValidator', [stranger, false], { from: admin });
  assert.deepEqual(chain.events(receipt)[0].args, { validator: stranger, allowed: false });
  assert.equal((await chain.call('revertBatches', [0n], { from: stranger })).name, 'NotValidator');
});

test('setDAValidator takes contracts only, and the scheme with them', async () => {
  const { admin, stranger } = world.accounts;
  assert.deepEqual(await chain.call('setDAValidator', [stranger], { from: admin }), {
    name: 'NotAContract', args: [stranger],
  });
  await chain.send('setDAValidator', [world.validium.address], { from: admin });
  const validium = viem.getAddress(world.validium.address);
  assert.deepEqual(await chain.read('getDAValidator'), [validium, 1]);
  const batch = makeBatch(2n, NOW + 60n, {
    daCommitmentScheme: 1, daCommitment: ZERO, operatorDAInput: WRONG,
  });
  const last = storedOf(first);
  assert.equal(await chain.call('commitBatch', [last, batch], { from, time: NOW + 60n }), null);
});

test('a DA validator that calls back finds the batch committed, cannot commit', async () => {
  const { accounts, client } = world;
  const pretend = await deploy(client, 'PretendDAValidator', [], accounts.owner);
  await chain.send('setDAValidator', [pretend.address], { from: accounts.admin });
  const last = storedOf(first);
  const second = makeBatch(2n, NOW + 70n, {}, '0x');
  const third = makeBatch(3n, NOW + 70n);
  const { inputs } = artifacts.ZKChain.abi.find((e) => e.name === 'commitBatch');
  const operatorDAInput = viem.encodeAbiParameters(inputs, [storedOf(second), third]);
  const nested = { ...second, operatorDAInput };
  const found = await chain.call('commitBatch', [last, nested], { from, time: NOW + 70n });
  assert.deepEqual(found, { name: 'NotValidator', args: [viem.getAddress(pretend.address)] });
  await chain.send('commitBatch', [last, second], { from, time: NOW + 70n });
  assert.equal(await pretend.read('committedThen'), 2n);
});

// Nothing on L1 verifies or executes yet: the counters are put into storage (four in a slot).
const TOTALS_SLOT = viem.toHex(5n, { size: 32 });
const totalsWord = ({ program, executed, verified, committed }) =>
  viem.toHex((program << 192n) | (executed << 128n) | (verified << 64n) | committed, { size: 32 });

test('executed batches are final and verified ones are not', async () => {
  const { address } = chain;
  const { admin } = world.accounts;
  const stored = await world.client.getStorageAt({ address, slot: TOTALS_SLOT });
  assert.equal(stored, totalsWord({ program: 2n, executed: 0n, verified: 0n, committed: 2n }));
  const value = totalsWord({ program: 2n, executed: 1n, verified: 2n, committed: 2n });
  await world.client.setStorageAt({ address, index: TOTALS_SLOT, value });
  assert.equal(await chain.read('totalBatchesVerified'), 2n);
  assert.equal(await chain.read('totalBatchesExecuted'), 1n);

  assert.deepEqual(await chain.call('revertBatches', [0n], { from }), {
    name: 'WrongRevertTarget', args: [1n, 2n, 0n],
  });
  assert.deepEqual(await chain.call('setProgram', [WRONG], { from: admin }), {
    name: 'BatchesPending', args: [2n, 1n],
  });
  const receipt = await chain.send('revertBatches', [1n], { from });
  assert.deepEqual(chain.events(receipt)[0].args, {
    totalBatchesCommitted: 1n, totalBatchesVerified: 1n, totalBatchesExecuted: 1n,
  });
  assert.equal(await chain.call('setProgram', [WRONG], { from: admin }), null);
});

test('a chain without an admin cannot be made', async () => {
  const { bridgehub, accounts } = world;
  const init = { ...world.init, admin: viem.zeroAddress };
  const found = await bridgehub.call('createNewChain', [99n, init], { from: accounts.owner });
  assert.deepEqual(found, { name: 'OwnableInvalidOwner', args: [viem.zeroAddress] });
});
