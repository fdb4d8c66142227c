// The registry: who may register, which ids it takes, and what it then answers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { L1_CHAIN_ID, L2_CHAIN_ID, bind, setUp, viem } from './setup.mjs';

const ID_MAX = 2n ** 48n - 1n;

let world;
let bridgehub;
let from;

before(async () => {
  world = await setUp();
  ({ bridgehub } = world);
  from = world.accounts.owner;
});
after(() => world.stop());

test('createNewChain registers a chain that answers for its id', async () => {
  const receipt = await bridgehub.send('createNewChain', [ID_MAX, world.init], { from });
  const [event] = bridgehub.events(receipt).filter((e) => e.eventName === 'NewChain');
  const chain = await bridgehub.read('getZKChain', [ID_MAX]);
  assert.deepEqual(event.args, { chainId: ID_MAX, chain, admin: world.init.admin });
  const zkChain = bind(world.client, 'ZKChain', chain);
  assert.equal(await zkChain.read('chainId'), ID_MAX);
  assert.equal(await zkChain.read('owner'), world.init.admin);
  assert.equal(await zkChain.read('isValidator', [world.init.validator]), true);
  assert.deepEqual(await bridgehub.read('getAllZKChainChainIDs'), [L2_CHAIN_ID, ID_MAX]);
});

test('getZKChain answers zero for an id that nobody registered', async () => {
  assert.equal(await bridgehub.read('getZKChain', [12345n]), viem.zeroAddress);
});

test("createNewChain is the owner's alone", async () => {
  const { stranger } = world.accounts;
  const found = await bridgehub.call('createNewChain', [5n, world.init], { from: stranger });
  assert.deepEqual(found, { name: 'OwnableUnauthorizedAccount', args: [stranger] });
});

test('createNewChain refuses ids out of range and its own', async () => {
  for (const id of [0n, ID_MAX + 1n, 2n ** 256n - 1n, L1_CHAIN_ID]) {
    const found = await bridgehub.call('createNewChain', [id, world.init], { from });
    assert.deepEqual(found, { name: 'InvalidChainId', args: [id] });
  }
});

test('createNewChain refuses an id twice', async () => {
  const found = await bridgehub.call('createNewChain', [L2_CHAIN_ID, world.init], { from });
  const taken = viem.getAddress(world.chain.address);
  assert.deepEqual(found, { name: 'ChainIdTaken', args: [L2_CHAIN_ID, taken] });
});

test('createNewChain refuses a chain without a program or a DA validator', async () => {
  const { stranger } = world.accounts;
  const without = (part) =>
    bridgehub.call('createNewChain', [5n, { ...world.init, ...part }], { from });
  const noProgram = await without({ programId: viem.zeroHash });
  assert.deepEqual(noProgram, { name: 'ZeroProgramId', args: [] });
  const noContract = await without({ daValidator: stranger });
  assert.deepEqual(noContract, { name: 'NotAContract', args: [stranger] });
});

test('createNewChain takes a hundred chains and no more', async () => {
  const present = (await bridgehub.read('getAllZKChainChainIDs')).length;
  for (let id = 1000n; id < 1100n - BigInt(present); ++id) {
    const receipt = await bridgehub.send('createNewChain', [id, world.init], { from });
    assert.equal(receipt.status, 'success');
  }
  const found = await bridgehub.call('createNewChain', [5n, world.init], { from });
  assert.deepEqual(found, { name: 'TooManyChains', args: [100n] });
  assert.equal((await bridgehub.read('getAllZKChainChainIDs')).length, 100);
});
