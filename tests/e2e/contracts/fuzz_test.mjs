// Random commits, bad commits, reverts and settings against a model of what the chain must
// remember. DOVETAIL_SEED repeats a run; the seed is printed. DOVETAIL_FUZZ_STEPS lengthens it.

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ZERO, genesisOf, makeBatch, storedHash, storedOf } from './formats.mjs';
import { GENESIS_TIME, setUp, viem } from './setup.mjs';

const seed = Number(process.env.DOVETAIL_SEED ?? randomInt(2 ** 32));
const steps = Number(process.env.DOVETAIL_FUZZ_STEPS ?? 200);

// mulberry32: a uniform number below n.
let state = seed;
function below(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const pick = (list) => list[below(list.length)];
const randomBytes = (size) => viem.toHex(Uint8Array.from({ length: size }, () => below(256)));

let world;
let now = GENESIS_TIME + 1000n;

// What the chain must remember: batch 0 is the genesis. allowed: the validators.
const model = { batches: [], scheme: 3, programId: '', allowed: [] };

before(async () => {
  world = await setUp();
  const info = genesisOf(world.init);
  model.batches.push({ info, programId: ZERO, lastBlock: 0n, lastTime: 0n });
  model.programId = world.init.programId;
  model.allowed.push(world.accounts.validator);
});
after(() => world.stop());

const tip = () => model.batches.at(-1);

// A batch that the chain must accept next.
function goodBatch() {
  const pubdata = randomBytes(below(300));
  const firstBlockNumber = tip().lastBlock + 1n;
  const noDA = { daCommitmentScheme: 1, daCommitment: ZERO, operatorDAInput: randomBytes(32) };
  return makeBatch(BigInt(model.batches.length), now, {
    newStateCommitment: randomBytes(32),
    numberOfLayer2Txs: BigInt(1 + below(1000)),
    l2LogsTreeRoot: randomBytes(32),
    firstBlockNumber,
    lastBlockNumber: firstBlockNumber + BigInt(below(100)),
    ...(model.scheme === 1 ? noDA : {}),
  }, pubdata);
}

// Fields that L1 takes on the operator's word.
const FREE = ['newStateCommitment', 'l2LogsTreeRoot'];

// One field of a good batch made wrong; it stays wrong at every time that sent() may choose.
function badBatch() {
  const batch = goodBatch();
  const field = pick(Object.keys(batch).filter((key) => !FREE.includes(key)));
  if (field === 'operatorDAInput') batch[field] = viem.concat([batch[field], '0x00']);
  else if (field === 'numberOfLayer2Txs') batch[field] = 0n;
  else if (field === 'firstBlockTimestamp') batch[field] = batch.lastBlockTimestamp + 1n;
  else if (field === 'lastBlockTimestamp') batch[field] = pick([0n, now + 4000n, 2n ** 64n - 1n]);
  else if (field === 'lastBlockNumber') batch[field] = batch.firstBlockNumber - 1n;
  else if (typeof batch[field] === 'string') batch[field] = randomBytes(32);
  else if (field === 'daCommitmentScheme') batch[field] = 4 - batch[field];
  else batch[field] += BigInt(1 + below(5));
  return batch;
}
const sent = async (name, args, from) => {
  now += BigInt(1 + below(100));
  return (await world.chain.send(name, args, { from, time: now })).status === 'success';
};

const operations = {
  async commit() {
    const batch = goodBatch();
    const from = pick([...model.allowed, world.accounts.stranger]);
    const may = model.allowed.includes(from);
    assert.equal(await sent('commitBatch', [tip().info, batch], from), may);
    if (!may) return;
    model.batches.push({
      info: storedOf(batch), programId: model.programId,
      lastBlock: batch.lastBlockNumber, lastTime: batch.lastBlockTimestamp,
    });
  },
  async commitBad() {
    assert.equal(await sent('commitBatch', [tip().info, badBatch()], model.allowed[0]), false);
  },
  async commitAfterAnother() {
    const { info } = pick(model.batches);
    if (info === tip().info) return;
    assert.equal(await sent('commitBatch', [info, goodBatch()], model.allowed[0]), false);
  },
  async revert() {
    const target = below(model.batches.length + 2);
    const good = target < model.batches.length - 1;
    assert.equal(await sent('revertBatches', [BigInt(target)], model.allowed[0]), good);
    if (good) model.batches.length = target + 1;
  },
  async changeValidators() {
    const { owner, validator, admin } = world.accounts;
    const allowed = model.allowed.length === 1;
    assert.equal(await sent('setValidator', [owner, allowed], admin), true);
    model.allowed = allowed ? [validator, owner] : [validator];
  },
  async changeDA() {
    model.scheme = 4 - model.scheme;
    const target = model.scheme === 3 ? world.rollup : world.validium;
    assert.equal(await sent('setDAValidator', [target.address], world.accounts.admin), true);
  },
  async changeProgram() {
    const programId = randomBytes(32);
    const good = model.batches.length === 1;
    assert.equal(await sent('setProgram', [programId], world.accounts.admin), good);
    if (good) model.programId = programId;
  },
};
const weighted = Object.entries({
  commit: 8, commitBad: 5, commitAfterAnother: 2, revert: 2, changeValidators: 1, changeDA: 1,
  changeProgram: 1,
}).flatMap(([name, weight]) => Array(weight).fill(name));

// The chain's invariants, batch by batch, and two batches beyond the last.
async function checkInvariants() {
  const { chain } = world;
  const total = model.batches.length - 1;
  assert.equal(await chain.read('totalBatchesCommitted'), BigInt(total));
  assert.equal(await chain.read('totalBatchesVerified'), 0n);
  assert.equal(await chain.read('totalBatchesExecuted'), 0n);
  for (let n = Math.max(0, total - 5); n <= total + 2; ++n) {
    const batch = model.batches[n];
    const args = [BigInt(n)];
    const hash = batch ? storedHash(batch.info) : ZERO;
    assert.equal(await chain.read('storedBatchHash', args), hash);
    assert.equal(await chain.read('batchProgramId', args), batch?.programId ?? ZERO);
    const last = [batch?.lastBlock ?? 0n, batch?.lastTime ?? 0n];
    assert.deepEqual(await chain.read('batchLastBlock', args), last);
  }
}

test(`totals and stored hashes stay consistent (DOVETAIL_SEED=${seed})`, async () => {
  console.log(`seed ${seed}, ${steps} steps`);
  const counts = {};
  for (let step = 0; step < steps; ++step) {
    const name = pick(weighted);
    counts[name] = (counts[name] ?? 0) + 1;
    try {
      await operations[name]();
      await checkInvariants();
    } catch (error) {
      error.message = `seed ${seed}, step ${step}, ${name}: ${error.message}`;
      throw error;
    }
  }
  console.log(JSON.stringify(counts));
});
