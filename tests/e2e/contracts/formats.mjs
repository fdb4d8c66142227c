// The formats of BatchFormat.sol and DAScheme.sol, written down a second time from the README, so
// that the tests compare two sources; and the golden files.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { L1_CHAIN_ID, L2_CHAIN_ID, viem } from './setup.mjs';

const vectorsDir = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'vectors');

export const EMPTY_KECCAK = viem.keccak256('0x');
export const ZERO = viem.zeroHash;

// Scheme 3's commitment to posted bytes.
export const calldataPreimage = (pubdata) =>
  viem.concat([ZERO, viem.keccak256(pubdata), '0x01', ZERO]);
export const calldataCommitment = (pubdata) => viem.keccak256(calldataPreimage(pubdata));

export function genesisOf(init) {
  return {
    batchNumber: 0n,
    batchHash: init.genesisStateCommitment,
    indexRepeatedStorageChanges: 0n,
    numberOfLayer1Txs: 0n,
    priorityOperationsHash: EMPTY_KECCAK,
    dependencyRootsRollingHash: ZERO,
    l2LogsTreeRoot: ZERO,
    timestamp: 0n,
    commitment: ZERO,
  };
}

// A valid batch number n of three blocks at L1 time, with pubdata by calldata. Overrides win.
export function makeBatch(n, time, overrides = {}, pubdata = '0xdada') {
  return {
    batchNumber: n,
    newStateCommitment: viem.keccak256(viem.toHex(n, { size: 32 })),
    numberOfLayer1Txs: 0n,
    numberOfLayer2Txs: 5n,
    priorityOperationsHash: EMPTY_KECCAK,
    dependencyRootsRollingHash: ZERO,
    l2LogsTreeRoot: viem.keccak256('0x109050'),
    daCommitmentScheme: 3,
    daCommitment: calldataCommitment(pubdata),
    firstBlockTimestamp: time - 2n,
    firstBlockNumber: 3n * n - 2n,
    lastBlockTimestamp: time - 1n,
    lastBlockNumber: 3n * n,
    chainId: L2_CHAIN_ID,
    operatorDAInput: pubdata,
    slChainId: L1_CHAIN_ID,
    ...overrides,
  };
}

// The 352 bytes under the batch output hash, written down a second time.
export function outputPreimage(batch, upgradeTxHash = ZERO) {
  const { toHex } = viem;
  const word = (value) => toHex(value, { size: 32 });
  const u64 = (value) => toHex(value, { size: 8 });
  return viem.concat([
    word(batch.chainId), u64(batch.firstBlockTimestamp), u64(batch.lastBlockTimestamp),
    word(batch.daCommitmentScheme), batch.daCommitment, word(batch.numberOfLayer1Txs),
    word(batch.numberOfLayer2Txs), batch.priorityOperationsHash, batch.l2LogsTreeRoot,
    upgradeTxHash, batch.dependencyRootsRollingHash, word(batch.slChainId),
    u64(batch.firstBlockNumber), u64(batch.lastBlockNumber),
  ]);
}

// What L1 stores of a batch, and the 288 bytes under its hash.
export function storedOf(batch, upgradeTxHash = ZERO) {
  return {
    batchNumber: batch.batchNumber,
    batchHash: batch.newStateCommitment,
    indexRepeatedStorageChanges: 0n,
    numberOfLayer1Txs: batch.numberOfLayer1Txs,
    priorityOperationsHash: batch.priorityOperationsHash,
    dependencyRootsRollingHash: batch.dependencyRootsRollingHash,
    l2LogsTreeRoot: batch.l2LogsTreeRoot,
    timestamp: 0n,
    commitment: viem.keccak256(outputPreimage(batch, upgradeTxHash)),
  };
}

export function storedPreimage(info) {
  const word = (value) => (typeof value === 'string' ? value : viem.toHex(value, { size: 32 }));
  return viem.concat(Object.values(info).map(word));
}

export const storedHash = (info) => viem.keccak256(storedPreimage(info));

// Compares value with a golden file, or rewrites the file if DOVETAIL_WRITE_VECTORS is 1.
export function compareWithGolden(assert, name, value) {
  const path = join(vectorsDir, name);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (process.env.DOVETAIL_WRITE_VECTORS === '1') writeFileSync(path, text);
  const golden = JSON.parse(readFileSync(path, 'utf8'));
  assert.deepEqual(value, golden, `${name} differs from the golden file`);
}
