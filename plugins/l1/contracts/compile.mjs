// Compiles every contract of src/ with solc from npm and writes one artifact per contract.
//
//   node compile.mjs OUT [--modules DIR] [--with FILE.sol ...]
//
// OUT/<Contract>.json is {contractName, abi, bytecode, deployedBytecode, sourceHash}. Interfaces
// have no bytecode and get no artifact. --modules names the folder that npm filled (default:
// node_modules beside this file). --with adds sources from elsewhere (the tests' own contracts);
// they import ours as "dovetail/<file>". The same sources and lock file give the same bytes: no
// metadata, no paths in the bytecode. sourceHash is the SHA-256 of compiler version, standard-JSON
// input and imports. Warnings about our own sources are errors.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

const SETTINGS = {
  evmVersion: 'cancun',
  viaIR: true,
  optimizer: { enabled: true, runs: 10000 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: {
    '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] },
  },
};

// Import names of our own sources; the rest is packages'.
const OURS = /^(dovetail|extra)\//;

// The arguments as {out, modules, extra}; throws on anything else.
function parseArguments(args) {
  const parsed = { out: '', modules: join(here, 'node_modules'), extra: [] };
  for (let i = 0; i < args.length; ++i) {
    if (args[i] === '--modules') parsed.modules = resolve(args[++i]);
    else if (args[i] === '--with') parsed.extra.push(args[++i]);
    else if (!parsed.out && !args[i].startsWith('--')) parsed.out = args[i];
    else throw new Error(`unexpected argument ${args[i]}`);
  }
  if (!parsed.out) throw new Error('usage: compile.mjs OUT [--modules DIR] [--with FILE.sol ...]');
  return parsed;
}

// Our sources and the extra ones, by import name, sorted.
function readSources(extra) {
  const sources = {};
  for (const file of readdirSync(join(here, 'src')).filter((f) => f.endsWith('.sol')).sort()) {
    sources[`dovetail/${file}`] = { content: readFileSync(join(here, 'src', file), 'utf8') };
  }
  for (const file of [...extra].sort()) {
    sources[`extra/${basename(file)}`] = { content: readFileSync(file, 'utf8') };
  }
  return sources;
}

// An import callback for solc that finds packages in the modules folder and notes what it read.
function importer(modules, seen) {
  return (path) => {
    try {
      const contents = readFileSync(join(modules, path), 'utf8');
      seen[path] = contents;
      return { contents };
    } catch (error) {
      return { error: `${path}: not found under ${modules}; run npm ci (${error.code})` };
    }
  };
}

function writeArtifacts(output, out, sourceHash) {
  mkdirSync(out, { recursive: true });
  for (const [file, contracts] of Object.entries(output.contracts)) {
    if (!OURS.test(file)) continue;
    for (const [contractName, { abi, evm }] of Object.entries(contracts)) {
      if (!evm.bytecode.object || abi.length === 0) continue;
      const bytecode = `0x${evm.bytecode.object}`;
      const deployedBytecode = `0x${evm.deployedBytecode.object}`;
      const artifact = { contractName, abi, bytecode, deployedBytecode, sourceHash };
      writeFileSync(join(out, `${contractName}.json`), `${JSON.stringify(artifact, null, 1)}\n`);
    }
  }
}

function main() {
  const { out, modules, extra } = parseArguments(process.argv.slice(2));
  const solc = createRequire(join(modules, 'x'))('solc');
  const input = { language: 'Solidity', sources: readSources(extra), settings: SETTINGS };
  const imported = {};
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: importer(modules, imported) }),
  );
  const complaints = (output.errors ?? []).filter(
    (e) => e.severity === 'error' || OURS.test(e.sourceLocation?.file),
  );
  for (const complaint of complaints) console.error(complaint.formattedMessage);
  if (complaints.length > 0) {
    process.exitCode = 1;
    return;
  }
  const hashed = JSON.stringify([solc.version(), input, Object.entries(imported).sort()]);
  writeArtifacts(output, out, createHash('sha256').update(hashed).digest('hex'));
}

main();
