// The DA validators: what they take, what they refuse, and the preimage of scheme 3 (golden
// vectors).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ZERO, calldataCommitment, calldataPreimage, compareWithGolden } from './formats.mjs';
import { L2_CHAIN_ID, deploy, setUp, viem } from './setup.mjs';

const WRONG = viem.keccak256('0xbad0');

let world;
before(async () => {
  world = await setUp();
});
after(() => world.stop());

// n bytes that differ from their neighbours.
const pattern = (n) => viem.toHex(Uint8Array.from({ length: n }, (_, i) => (i * 7 + 1) & 255));

test('each validator names its scheme', async () => {
  assert.equal(await world.rollup.read('scheme'), 3);
  assert.equal(await world.validium.read('scheme'), 1);
});

test("scheme 3's commitment agrees with the golden vectors", async () => {
  const hasher = await deploy(world.client, 'BatchHasher', [], world.accounts.owner);
  const vectors = [];
  // 135, 136 and 137 surround a Keccak block; 39 bytes make the preimage of a hash fill one.
  for (const size of [0, 1, 31, 32, 33, 39, 135, 136, 137, 1000, 40000]) {
    const pubdata = pattern(size);
    const daCommitment = await hasher.read('calldataCommitment', [pubdata]);
    assert.equal(daCommitment, calldataCommitment(pubdata));
    const small = size <= 1000 ? { pubdata } : {};
    vectors.push({ scheme: 3, size, ...small, preimage: calldataPreimage(pubdata), daCommitment });
  }
  compareWithGolden(assert, 'da_commitment.json', {
    comment: 'Byte i of pubdata is (7 i + 1) mod 256; pubdata is left out where it is long.',
    vectors,
  });
});

test('the rollup validator takes the commitment of the posted bytes and no other', async () => {
  for (const size of [0, 1, 136, 100000]) {
    const posted = pattern(size);
    const commitment = calldataCommitment(posted);
    const check = (c) => world.rollup.call('checkDA', [L2_CHAIN_ID, 1n, c, posted]);
    assert.equal(await check(commitment), null);
    for (const other of [WRONG, ZERO, viem.keccak256(posted)]) {
      const found = await check(other);
      assert.deepEqual(found, { name: 'WrongDACommitment', args: [commitment, other] });
    }
  }
});

test('the rollup validator refuses bytes that were changed, cut or extended', async () => {
  const posted = pattern(100);
  const commitment = calldataCommitment(posted);
  for (const other of [`0x00${posted.slice(4)}`, posted.slice(0, -2), `${posted}00`]) {
    const found = await world.rollup.call('checkDA', [L2_CHAIN_ID, 1n, commitment, other]);
    assert.deepEqual(found, {
      name: 'WrongDACommitment', args: [calldataCommitment(other), commitment],
    });
  }
});

test("the validium validator records the operator's word under the caller", async () => {
  const { validium, accounts } = world;
  const args = [L2_CHAIN_ID, 7n, ZERO, WRONG];
  const receipt = await validium.send('checkDA', args, { from: accounts.stranger });
  assert.deepEqual(validium.events(receipt)[0].args, {
    chain: accounts.stranger, chainId: L2_CHAIN_ID, batchNumber: 7n, pubdataHash: WRONG,
  });
});

test('the validium validator refuses a commitment and any length but 32', async () => {
  const check = (commitment, input) =>
    world.validium.call('checkDA', [L2_CHAIN_ID, 1n, commitment, input]);
  assert.deepEqual(await check(WRONG, WRONG), { name: 'WrongDACommitment', args: [ZERO, WRONG] });
  for (const size of [0, 31, 33, 64]) {
    assert.deepEqual(await check(ZERO, pattern(size)), {
      name: 'WrongDAInputLength', args: [32n, BigInt(size)],
    });
  }
});
