// Golden vectors of the batch formats, made by the Solidity side and compared with formats.mjs and
// the file. The C++ side reads the same file. Integers are hexadecimal quantities ("0x1f").

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  EMPTY_KECCAK, ZERO, compareWithGolden, genesisOf, makeBatch, outputPreimage, storedOf,
  storedPreimage,
} from './formats.mjs';
import { deploy, setUp, viem } from './setup.mjs';

let world;
let hasher;

before(async () => {
  world = await setUp();
  hasher = await deploy(world.client, 'BatchHasher', [], world.accounts.owner);
});
after(() => world.stop());

// 32 bytes that name themselves.
const word = (text) => viem.keccak256(viem.toHex(text));

// Every field its own value, so that two swapped fields cannot go unnoticed.
const distinct = {
  batchNumber: 0x0102030405060708n,
  newStateCommitment: word('newStateCommitment'),
  numberOfLayer1Txs: 0x1111n,
  numberOfLayer2Txs: 0x2222n,
  priorityOperationsHash: word('priorityOperationsHash'),
  dependencyRootsRollingHash: word('dependencyRootsRollingHash'),
  l2LogsTreeRoot: word('l2LogsTreeRoot'),
  daCommitmentScheme: 4,
  daCommitment: word('daCommitment'),
  firstBlockTimestamp: 0x3132333435363738n,
  firstBlockNumber: 0x4142434445464748n,
  lastBlockTimestamp: 0x5152535455565758n,
  lastBlockNumber: 0x6162636465666768n,
  chainId: 0xabcdef012345n,
  operatorDAInput: '0x',
  slChainId: 0x7777n,
};

const U64_MAX = 2n ** 64n - 1n;
const U256_MAX = 2n ** 256n - 1n;
const ONES = viem.toHex(U256_MAX);
const largest = Object.fromEntries(
  Object.entries(distinct).map(([key, value]) => {
    if (key === 'operatorDAInput') return [key, '0x'];
    if (typeof value === 'string') return [key, ONES];
    if (key === 'daCommitmentScheme') return [key, 255];
    return [key, /^(numberOf|chainId|slChainId)/.test(key) ? U256_MAX : U64_MAX];
  }),
);

const first = makeBatch(1n, 1_800_000_000n);
const validium = { daCommitmentScheme: 1, daCommitment: ZERO, operatorDAInput: EMPTY_KECCAK };
const cases = [
  ['first batch, rollup by calldata', first, ZERO],
  ['validium', makeBatch(2n, 1_800_000_100n, validium), ZERO],
  ['every field its own value', distinct, word('upgradeTxHash')],
  ['every field at its largest', largest, ONES],
];

const plain = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
  }
  return viem.toHex(value);
};

test('batch outputs, stored hashes and public inputs agree with the golden vectors', async () => {
  const batches = [];
  for (const [name, batch, upgradeTxHash] of cases) {
    const stateBefore = word(`state before: ${name}`);
    const batchOutputHash = await hasher.read('outputHash', [batch, upgradeTxHash]);
    const stored = await hasher.read('stored', [batch, batchOutputHash]);
    const storedBatchHash = await hasher.read('storedHash', [stored]);
    const states = [stateBefore, batch.newStateCommitment];
    const publicInput = await hasher.read('publicInput', [...states, batchOutputHash]);

    const outputBytes = outputPreimage(batch, upgradeTxHash);
    const storedBytes = storedPreimage(storedOf(batch, upgradeTxHash));
    assert.equal(viem.size(outputBytes), 352);
    assert.equal(viem.size(storedBytes), 288);
    assert.equal(batchOutputHash, viem.keccak256(outputBytes));
    assert.equal(storedBatchHash, viem.keccak256(storedBytes));
    assert.equal(publicInput, viem.keccak256(viem.concat([...states, batchOutputHash])));

    const { operatorDAInput, ...input } = batch;
    batches.push({
      name, ...plain(input), upgradeTxHash, stateBefore,
      batchOutput: outputBytes, batchOutputHash,
      storedBatchInfo: storedBytes, storedBatchHash, publicInput,
    });
  }
  const stateCommitment = world.init.genesisStateCommitment;
  const genesis = await hasher.read('genesis', [stateCommitment]);
  const storedBatchInfo = storedPreimage(genesisOf(world.init));
  const storedBatchHash = await hasher.read('storedHash', [genesis]);
  assert.equal(storedBatchHash, viem.keccak256(storedBatchInfo));
  compareWithGolden(assert, 'batch_output.json', {
    comment: 'Integers are quantities. batchOutput and storedBatchInfo are what is hashed.',
    genesis: { stateCommitment, storedBatchInfo, storedBatchHash },
    batches,
  });
});

// The node encodes the call by itself: whole calldata of a small commit, to compare with.
test("commitBatch's calldata agrees with the golden vector", () => {
  const { abi } = world.chain;
  const args = [genesisOf(world.init), first];
  const calldata = viem.encodeFunctionData({ abi, functionName: 'commitBatch', args });
  compareWithGolden(assert, 'commit_calldata.json', {
    comment: 'last is the genesis of batch_output.json, batch its first one.',
    operatorDAInput: first.operatorDAInput,
    selector: viem.slice(calldata, 0, 4),
    calldata,
  });
});
