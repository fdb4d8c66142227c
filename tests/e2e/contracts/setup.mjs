// What every contract test stands on: packages, artifacts, a fresh anvil, and the contracts
// deployed on it. DOVETAIL_BUILD names the build folder; ctest sets it. Everything is
// deterministic: accounts, addresses, times.

import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const build = process.env.DOVETAIL_BUILD;
if (!build) throw new Error('DOVETAIL_BUILD is not set: run ctest, or name the build folder');
const modules = join(resolve(build), 'contracts', 'node_modules');
const artifactsDir = join(resolve(build), 'contracts', 'tests');

export const viem = createRequire(join(modules, 'x'))('viem');

export const L2_CHAIN_ID = 270n;
export const L1_CHAIN_ID = 31337n;

// Time of anvil's first block; the tests set every later one.
export const GENESIS_TIME = 1_800_000_000n;

export const artifacts = Object.fromEntries(
  readdirSync(artifactsDir).map((file) => {
    const artifact = JSON.parse(readFileSync(join(artifactsDir, file), 'utf8'));
    return [artifact.contractName, artifact];
  }),
);

// Every error of every contract, so that a revert can be named wherever it comes from.
const allErrors = Object.values(artifacts).flatMap((a) => a.abi.filter((e) => e.type === 'error'));

// Starts anvil on a free port. Resolves to {client, stop}; the child dies with this process.
export async function startAnvil() {
  const binary = join(modules, '@foundry-rs', 'anvil-linux-amd64', 'bin', 'anvil');
  const args = ['--port', '0', '--hardfork', 'osaka', '--timestamp', `${GENESIS_TIME}`];
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const url = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`anvil ended early with status ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = /^Listening on (\S+)$/.exec(line);
      if (match) done(`http://${match[1]}`);
    });
  });
  const client = viem
    .createTestClient({ mode: 'anvil', transport: viem.http(url) })
    .extend(viem.publicActions)
    .extend(viem.walletActions);
  return { client, stop: () => child.kill('SIGKILL') };
}

// Sends a transaction at a given L1 time and returns its receipt, successful or not. Asks until the
// receipt is there: waiting for another block, as viem's helper does, would wait for ever.
async function mine(client, request, time) {
  if (time !== undefined) await client.setNextBlockTimestamp({ timestamp: time });
  const hash = await client.sendTransaction({ chain: null, gas: 16_000_000n, ...request });
  for (let attempt = 0; attempt < 1000; ++attempt) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error) => {
      if (error.name !== 'TransactionReceiptNotFoundError') throw error;
    });
    if (receipt) return receipt;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`transaction ${hash} was not mined`);
}

export async function deploy(client, name, args, from) {
  const { abi, bytecode } = artifacts[name];
  const data = viem.encodeDeployData({ abi, bytecode, args });
  const receipt = await mine(client, { account: from, data });
  if (receipt.status !== 'success') throw new Error(`${name}: the deployment reverted`);
  return bind(client, name, receipt.contractAddress, receipt);
}

// A contract at an address. read returns a value; send mines and returns the receipt; call tries
// without a transaction and returns what refusal() returns.
export function bind(client, name, address, receipt) {
  const abi = [...artifacts[name].abi.filter((e) => e.type !== 'error'), ...allErrors];
  const encode = (functionName, args) => viem.encodeFunctionData({ abi, functionName, args });
  return {
    abi,
    address,
    receipt,
    read: (functionName, args = []) => client.readContract({ abi, address, functionName, args }),
    send: (functionName, args, { from, time } = {}) =>
      mine(client, { account: from, to: address, data: encode(functionName, args) }, time),
    events: (given) => viem.parseEventLogs({ abi, logs: given.logs }),
    call: (functionName, args, { from, time } = {}) =>
      refusal(client, abi, { to: address, data: encode(functionName, args), from }, time),
  };
}

// Calls without a transaction. Returns null if it would succeed, else {name, args} of the error.
async function refusal(client, abi, request, time) {
  const hexed = viem.toHex(time ?? GENESIS_TIME + 1000n);
  try {
    await client.request({ method: 'eth_call', params: [request, 'latest', {}, { time: hexed }] });
    return null;
  } catch (error) {
    const cause = error.walk((e) => typeof e.data === 'string');
    if (!cause) throw error;
    const { errorName, args } = viem.decodeErrorResult({ abi, data: cause.data });
    return { name: errorName, args: args ?? [] };
  }
}

// The contracts of one chain on a fresh anvil. Roles are three different accounts.
export async function setUp({ scheme = 3 } = {}) {
  const { client, stop } = await startAnvil();
  const [owner, admin, validator, stranger] = await client.getAddresses();
  const rollup = await deploy(client, 'RollupDAValidator', [], owner);
  const validium = await deploy(client, 'ValidiumDAValidator', [], owner);
  const bridgehub = await deploy(client, 'Bridgehub', [owner], owner);
  const init = {
    admin,
    validator,
    genesisStateCommitment: viem.keccak256('0x00'),
    programId: viem.keccak256('0x01'),
    daValidator: (scheme === 3 ? rollup : validium).address,
  };
  const created = await bridgehub.send('createNewChain', [L2_CHAIN_ID, init], { from: owner });
  const address = await bridgehub.read('getZKChain', [L2_CHAIN_ID]);
  const chain = bind(client, 'ZKChain', address, created);
  const accounts = { owner, admin, validator, stranger };
  return { client, stop, accounts, rollup, validium, bridgehub, chain, init };
}
