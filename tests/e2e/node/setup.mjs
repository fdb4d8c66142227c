// What every test of the whole node stands on: anvil as L1, the program dovetail in a directory of
// its own, viem and cast. DOVETAIL_BUILD names the build folder; ctest sets it. Random tests take
// DOVETAIL_SEED and print the seed they use.

import { execFile, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

if (!process.env.DOVETAIL_BUILD) throw new Error('DOVETAIL_BUILD is not set: run ctest');
const build = resolve(process.env.DOVETAIL_BUILD);
const source = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const modules = join(build, 'contracts', 'node_modules');
const require = createRequire(join(modules, 'x'));
export const viem = require('viem');
export const { mnemonicToAccount } = require('viem/accounts');
const solc = require('solc');
const WebSocket = require('ws');

export const dovetail = join(build, 'bin', 'dovetail');
export const devConfig = join(source, 'configs', 'dev.yaml');
export const artifact = (name) =>
  JSON.parse(readFileSync(join(build, 'share', 'dovetail', 'contracts', `${name}.json`), 'utf8'));

const foundry = (name) => join(modules, '@foundry-rs', `${name}-linux-amd64`, 'bin', name);
const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/// Development account i of the mnemonic that every tool uses.
export const account = (i) =>
  mnemonicToAccount('test test test test test test test test test test test junk', {
    addressIndex: i,
  });

/// Numbers below n that a seed decides (mulberry32). Prints the seed.
export function randomness(name) {
  let state = Number(process.env.DOVETAIL_SEED ?? Math.floor(Math.random() * 2 ** 32)) >>> 0;
  console.log(`${name}: DOVETAIL_SEED=${state}`);
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/// Asks until `condition` gives something; what it throws counts as nothing.
export async function eventually(what, condition, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (let last; ; await sleep(50)) {
    const found = await Promise.resolve()
      .then(condition)
      .catch((error) => void (last = error));
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause: last });
  }
}

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/// Runs a program to its end. @return {code, out}: both of its streams together.
export async function output(program, args, options = {}) {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, options);
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return { code: error.code, out: error.stdout + error.stderr };
  }
}

export async function cast(...args) {
  const { code, out } = await output(foundry('cast'), args, {
    env: { ...process.env, HOME: tmpdir(), FOUNDRY_DISABLE_NIGHTLY_WARNING: '1' },
  });
  if (code !== 0) throw new Error(`cast ${args.join(' ')}: ${out}`);
  return out.trim();
}

/// A directory that ends with the process.
export function workDir() {
  const path = mkdtempSync(join(tmpdir(), 'dovetail-e2e-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/// A child that ends with this process. Everything it says goes into a file.
function launch(program, args, log) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  child.stdout.on('data', (text) => appendFileSync(log, text));
  child.stderr.on('data', (text) => appendFileSync(log, text));
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
  child.ended.then(() => children.delete(child));
  return child;
}

/// anvil on a free port or the given one. With a state file it goes on where it was stopped.
export async function startAnvil({ port, state, chainId, dir = workDir() } = {}) {
  port ??= await freePort();
  const args = ['--port', `${port}`, '--hardfork', 'osaka'];
  if (state) args.push('--state', state);
  if (chainId) args.push('--chain-id', `${chainId}`);
  const child = launch(foundry('anvil'), args, join(dir, 'anvil.log'));
  const url = `http://127.0.0.1:${port}`;
  const client = viem
    .createTestClient({ mode: 'anvil', transport: viem.http(url, { retryCount: 0 }) })
    .extend(viem.publicActions)
    .extend(viem.walletActions);
  await eventually('anvil answers', () => client.getChainId());
  const stop = (signal = 'SIGKILL') => (child.kill(signal), child.ended);
  return { url, port, client, child, stop };
}

const chainOf = (url) => ({
  id: 270,
  name: 'dovetail-dev',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [url], webSocket: [url.replace('http', 'ws')] } },
});

/// The node over an L1. @return its clients, and how to end it.
export async function startNode({ l1, dir = workDir(), port, set = [], wait = true } = {}) {
  port ??= await freePort();
  const metricsPort = await freePort();
  const settings = [
    `plugins.l1.config={urls: ["${l1}"]}`,
    `rpc.listen=127.0.0.1:${port}`,
    `metrics.listen=127.0.0.1:${metricsPort}`,
    'batch.timeout_s=2',
    'settler.poll_ms=100',
    'plugins.fee_oracle.use=fee_oracle/fixed',
    ...set,
  ];
  const args = ['run', '--config', devConfig, '--unlocked', '--data-dir', join(dir, 'data')];
  for (const setting of settings) args.push('--set', setting);
  const log = join(dir, 'node.log');
  const child = launch(dovetail, args, log);
  const url = `http://127.0.0.1:${port}`;
  const chain = chainOf(url);
  const transport = viem.http(url, { retryCount: 0 });
  const node = {
    url,
    wsUrl: url.replace('http', 'ws'),
    port,
    dir,
    dataDir: join(dir, 'data'),
    child,
    log: () => readFileSync(log, 'utf8'),
    stop: (signal = 'SIGTERM') => (child.kill(signal), child.ended),
    client: viem.createPublicClient({ chain, transport, pollingInterval: 50 }),
    wallet: (i) => viem.createWalletClient({ chain, transport, account: account(i) }),
    rpc: (method, params = []) => rpc(url, method, params),
  };
  child.ended.then((code) => (node.code = code));
  if (wait) await node_answers(node);
  return node;
}

async function node_answers(node) {
  await eventually('the node answers', () => {
    if (node.code !== undefined) return true;
    return node.client.getChainId();
  });
  if (node.code !== undefined) throw new Error(`the node ended with ${node.code}:\n${node.log()}`);
}

/// One JSON-RPC call as it is. @return the result; throws {code, message, data} as an Error.
export async function rpc(url, method, params = []) {
  const answer = await raw(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error);
  return answer.result;
}

export async function raw(url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  return JSON.parse(await response.text());
}

/// @return {abi, bytecode} of a contract's source.
export function compile(name, content) {
  const input = {
    language: 'Solidity',
    sources: { [`${name}.sol`]: { content } },
    settings: {
      evmVersion: 'osaka',
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const { contracts, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)));
  const failed = errors.filter((error) => error.severity === 'error');
  if (failed.length) throw new Error(failed.map((error) => error.formattedMessage).join('\n'));
  const { abi, evm } = contracts[`${name}.sol`][name];
  return { abi, bytecode: `0x${evm.bytecode.object}` };
}

/// A contract that does what the tests need: storage, events, every kind of failure.
export const playground = () =>
  compile(
    'Playground',
    `pragma solidity ^0.8.20;
    contract Playground {
      event Noted(address indexed who, uint256 indexed value, string text);
      error Custom(uint256 value);
      uint256 public value;
      mapping(uint256 => uint256) public slots;
      function set(uint256 v) external { value = v; emit Noted(msg.sender, v, "set"); }
      function many(uint256 n) external {
        for (uint256 i; i < n; ++i) emit Noted(msg.sender, i, "many");
      }
      function fill(uint256 from, uint256 n) external {
        for (uint256 i = from; i < from + n; ++i) slots[i] = i + 1;
      }
      function clear(uint256 from, uint256 n) external {
        for (uint256 i = from; i < from + n; ++i) delete slots[i];
      }
      function nested(uint256 depth) external {
        if (depth == 0) { value += 1; return; }
        this.nested(depth - 1);
      }
      function fail(string calldata why) external pure { revert(why); }
      function failBytes() external pure {
        bytes memory bad = hex"ff80fe";
        revert(string(bad));
      }
      function failCustom() external pure { revert Custom(7); }
      function failPanic(uint256 d) external pure returns (uint256) { return 1 / d; }
      function failEmpty() external pure { revert(); }
      function burn() external pure { assembly { invalid() } }
      function loop() external pure { while (true) {} }
      receive() external payable {}
    }`,
  );

export async function deployPlayground(node, i = 0) {
  const { abi, bytecode } = playground();
  const hash = await node.wallet(i).deployContract({ abi, bytecode });
  const { contractAddress } = await node.client.waitForTransactionReceipt({ hash });
  return { abi, address: contractAddress };
}

/// An open WebSocket. @return {call, messages, ended, close}: call answers the parsed response, messages
/// has everything that came, in order.
export async function connectWebSocket(url) {
  const socket = new WebSocket(url);
  const messages = [];
  const waiting = new Map();
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    messages.push(message);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  let next = 0;
  const call = (method, params = []) => {
    const id = ++next;
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((done) => waiting.set(id, done));
  };
  const ended = new Promise((done) => socket.once('close', done));
  return { call, messages, ended, close: () => (socket.close(), ended) };
}
