// Gas per function, compared with tests/vectors/gas.json without tolerance. commitBatch is split
// into a fixed part and a price per posted byte. Everything that enters the gas is fixed:
// addresses, times, bytes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ZERO, compareWithGolden, genesisOf, makeBatch, storedOf } from './formats.mjs';
import { GENESIS_TIME, setUp, viem } from './setup.mjs';

const NOW = GENESIS_TIME + 100_000n;

let world;
before(async () => {
  world = await setUp();
});
after(() => world.stop());

const used = (receipt) => {
  assert.equal(receipt.status, 'success');
  return Number(receipt.gasUsed);
};

const filled = (size, byte) => viem.toHex(new Uint8Array(size).fill(byte));

// Commits one batch after another, each with the given pubdata; returns the gas of each.
async function commits(chain, from, pubdatas) {
  const gas = [];
  let last = genesisOf(world.init);
  for (const pubdata of pubdatas) {
    const n = BigInt(gas.length + 1);
    const batch = makeBatch(n, NOW + n, {}, pubdata);
    gas.push(used(await chain.send('commitBatch', [last, batch], { from, time: clock() })));
    last = storedOf(batch);
  }
  return gas;
}

let time = NOW + 1000n;
const clock = () => {
  time += 1n;
  return time;
};

test('gas agrees with the snapshot', async () => {
  const { chain, bridgehub, accounts, validium, init } = world;
  const { owner, admin, validator, stranger } = accounts;
  const asAdmin = async (name, args) => used(await chain.send(name, args, { from: admin }));

  const createNewChain = used(
    await bridgehub.send('createNewChain', [271n, init], { from: owner, time: clock() }),
  );
  const sizes = [0, 0, 1024, 32768, 131072];
  const zeros = [32768, 131072];
  const pubdatas = [
    ...sizes.map((size) => filled(size, 0xff)), ...zeros.map((size) => filled(size, 0)),
  ];
  const [first, fixed, kib1, kib32, kib128, zero32, zero128] = await commits(
    chain, validator, pubdatas,
  );
  const perByte = (more, less) => (more - less) / (131072 - 32768);
  const revert = async (n) => used(await chain.send('revertBatches', [n], { from: validator }));
  const revertOne = await revert(6n);
  const revertSix = await revert(0n);
  const setProgram = await asAdmin('setProgram', [viem.keccak256('0x02')]);
  const setDAValidator = await asAdmin('setDAValidator', [validium.address]);
  const setValidator = await asAdmin('setValidator', [stranger, true]);
  const noDA = { daCommitmentScheme: 1, daCommitment: ZERO, operatorDAInput: filled(32, 0xff) };
  const args = [genesisOf(init), makeBatch(1n, NOW + 1n, noDA)];
  const commitValidium = used(
    await chain.send('commitBatch', args, { from: validator, time: clock() }),
  );

  compareWithGolden(assert, 'gas.json', {
    comment: 'Osaka rules, whole transactions: 21,000, calldata and the EIP-7623 floor included.',
    bridgehub: { createNewChain },
    zkChain: {
      commitBatch: {
        fixed,
        fixedUnderFloor: kib128 - 131072 * Math.round(perByte(kib128, kib32)),
        firstOfChain: first,
        validium: commitValidium,
        pubdata: {
          '1024 bytes': kib1, '32768 bytes': kib32, '131072 bytes': kib128,
        },
        perNonZeroByte: Number(perByte(kib128, kib32).toFixed(3)),
        perZeroByte: Number(perByte(zero128, zero32).toFixed(3)),
      },
      revertBatches: { one: revertOne, six: revertSix },
      setProgram,
      setDAValidator,
      setValidator,
    },
  });
});
