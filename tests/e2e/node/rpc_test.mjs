// JSON-RPC of a node whose L1 is unreachable: all of it works but settlement, which waits.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as e2e from './setup.mjs';

const { viem, account, eventually } = e2e;
let node, client, contract;

before(async () => {
  node = await e2e.startNode({ l1: `http://127.0.0.1:${await e2e.freePort()}` });
  client = node.client;
  contract = await e2e.deployPlayground(node);
});
after(() => node?.stop());

const fails = (method, params, code, text) =>
  assert.rejects(node.rpc(method, params), (error) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, text);
    return true;
  });
const encode = (functionName, args = []) =>
  viem.encodeFunctionData({ abi: contract.abi, functionName, args });
const send = async (i, request) => {
  const hash = await node.wallet(i).sendTransaction(request);
  return client.waitForTransactionReceipt({ hash });
};
const write = (i, functionName, args = []) =>
  node.wallet(i).writeContract({ ...contract, functionName, args });
const mined = (hash) => client.waitForTransactionReceipt({ hash });
const call = (functionName, args = []) => ({
  to: contract.address,
  data: encode(functionName, args),
});

test('a transfer is in a block within a second, and everything about it agrees', async () => {
  const to = '0x00000000000000000000000000000000000A11cE';
  const from = account(1).address;
  const before = await client.getBalance({ address: from });
  const nonce = await client.getTransactionCount({ address: from });
  const began = Date.now();
  const hash = await node.wallet(1).sendTransaction({ to, value: 5n });
  const receipt = await mined(hash);
  assert.ok(Date.now() - began < 5000);
  assert.equal(receipt.status, 'success');
  assert.equal(receipt.gasUsed, 21000n);
  const cost = receipt.gasUsed * receipt.effectiveGasPrice;
  assert.equal(await client.getBalance({ address: from }), before - cost - 5n);
  assert.equal(await client.getBalance({ address: to }), 5n);
  assert.equal(await client.getTransactionCount({ address: from }), nonce + 1);
  const block = await client.getBlock({
    blockNumber: receipt.blockNumber,
    includeTransactions: true,
  });
  assert.equal(block.hash, receipt.blockHash);
  const tx = block.transactions[receipt.transactionIndex];
  assert.equal(tx.hash, hash);
  assert.deepEqual(await client.getTransaction({ hash }), tx);
  assert.equal(viem.keccak256(await node.rpc('eth_getRawTransactionByHash', [hash])), hash);
  assert.equal(tx.gasPrice, receipt.effectiveGasPrice);
  const byIndex = { blockHash: block.hash, index: receipt.transactionIndex };
  assert.deepEqual(await client.getTransaction(byIndex), tx);
  const receipts = await node.rpc('eth_getBlockReceipts', [block.hash]);
  assert.equal(receipts[receipt.transactionIndex].transactionHash, hash);
  assert.equal(
    await client.getBlockTransactionCount({ blockHash: block.hash }),
    block.transactions.length,
  );
  assert.deepEqual(
    await client.getBlock({ blockHash: block.hash, includeTransactions: true }),
    block,
  );
});

test('the hash of a block is that of its header, and the blocks are a chain', async () => {
  const last = await client.getBlockNumber();
  for (let n = last; n > 0n; --n) {
    const b = await node.rpc('eth_getBlockByNumber', [viem.toHex(n), false]);
    const trim = (hex) => (hex === '0x0' ? '0x' : viem.toHex(viem.trim(viem.toBytes(BigInt(hex)))));
    const header = [
      b.parentHash,
      b.sha3Uncles,
      b.miner,
      b.stateRoot,
      b.transactionsRoot,
      b.receiptsRoot,
      b.logsBloom,
      trim(b.difficulty),
      trim(b.number),
      trim(b.gasLimit),
      trim(b.gasUsed),
      trim(b.timestamp),
      b.extraData,
      b.mixHash,
      b.nonce,
      trim(b.baseFeePerGas),
      b.withdrawalsRoot,
      trim(b.blobGasUsed),
      trim(b.excessBlobGas),
      b.parentBeaconBlockRoot,
      b.requestsHash,
    ];
    assert.equal(viem.keccak256(viem.toRlp(header)), b.hash, `block ${n}`);
    const parent = await client.getBlock({ blockNumber: n - 1n });
    assert.equal(b.parentHash, parent.hash);
  }
});

test('legacy, access list and fee market transactions are taken and told alike', async () => {
  const to = account(9).address;
  const gasPrice = await client.getGasPrice();
  for (const request of [
    { type: 'legacy', gasPrice: 2n * gasPrice },
    {
      type: 'eip2930',
      gasPrice: 2n * gasPrice,
      accessList: [{ address: to, storageKeys: [viem.pad('0x1')] }],
    },
    { type: 'eip1559', maxFeePerGas: 3n * gasPrice, maxPriorityFeePerGas: 7n },
  ]) {
    const receipt = await send(2, { to, value: 1n, ...request });
    assert.equal(receipt.type, request.type);
    const tx = await client.getTransaction({ hash: receipt.transactionHash });
    assert.equal(tx.type, request.type);
    assert.equal(tx.from, account(2).address.toLowerCase());
    if (request.accessList)
      assert.deepEqual(tx.accessList, [
        { address: to.toLowerCase(), storageKeys: [viem.pad('0x1')] },
      ]);
    const base = (await client.getBlock({ blockNumber: receipt.blockNumber })).baseFeePerGas;
    const price = request.type === 'eip1559' ? base + 7n : 2n * gasPrice;
    assert.equal(receipt.effectiveGasPrice, price);
  }
});

test('a revert is code 3 with its reason and data', async () => {
  await fails('eth_call', [call('fail', ['no luck'])], 3, /^execution reverted: no luck$/);
  await fails('eth_call', [call('failEmpty')], 3, /^execution reverted$/);
  await fails('eth_call', [call('failPanic', [0n])], 3, /^execution reverted: panic/i);
  await fails('eth_call', [call('failBytes')], 3, /^execution reverted/);
  await assert.rejects(node.rpc('eth_call', [call('failCustom')]), (error) => {
    const { errorName, args } = viem.decodeErrorResult({ abi: contract.abi, data: error.data });
    return error.code === 3 && errorName === 'Custom' && args[0] === 7n;
  });
  await fails('eth_estimateGas', [call('fail', ['here too'])], 3, /^execution reverted: here too$/);
  await fails('eth_call', [call('burn')], -32000, /invalid/);
  await fails('eth_call', [{ ...call('loop'), gas: '0x100000' }], -32000, /out of gas/);
  await assert.rejects(
    client.readContract({ ...contract, functionName: 'fail', args: ['by viem'] }),
    (error) => error.walk((e) => e.reason === 'by viem') !== null,
  );
});

test('a reverted transaction is mined with status 0 and its fee', async () => {
  const receipt = await send(2, { ...call('fail', ['x']), gas: 100_000n });
  assert.equal(receipt.status, 'reverted');
  assert.ok(receipt.gasUsed > 21000n && receipt.gasUsed < 100_000n);
  assert.equal(receipt.logs.length, 0);
});

test('an estimate suffices, and two hundredths less does not', async () => {
  const from = account(0).address;
  await mined(await write(0, 'fill', [0n, 20n]));
  const requests = {
    transfer: { from, to: account(9).address, value: '0x1' },
    set: { from, ...call('set', [9n]) },
    fill: { from, ...call('fill', [100n, 50n]) },
    refund: { from, ...call('clear', [0n, 20n]) },
    nested: { from, ...call('nested', [20n]) },
    events: { from, ...call('many', [100n]) },
    creation: { from, data: e2e.playground().bytecode },
    data: { from, to: account(9).address, data: `0x${'00ff'.repeat(500)}` },
  };
  for (const [name, request] of Object.entries(requests)) {
    const gas = BigInt(await node.rpc('eth_estimateGas', [request]));
    await node.rpc('eth_call', [{ ...request, gas: viem.toHex(gas) }]);
    const less = viem.toHex((gas * 98n) / 100n);
    await assert.rejects(node.rpc('eth_call', [{ ...request, gas: less }]), undefined, name);
    if (name === 'transfer') assert.equal(gas, 21000n);
    const { from: _, ...rest } = request;
    const receipt = await send(0, { ...rest, gas, ...(rest.value && { value: 1n }) });
    assert.equal(receipt.status, 'success', name);
  }
});

test('an estimate says what the account cannot pay for', async () => {
  const poor = '0x000000000000000000000000000000000000bEEF';
  const request = { from: poor, to: account(1).address, value: '0x1' };
  await fails('eth_estimateGas', [request], -32000, /insufficient funds/);
  const price = { maxFeePerGas: viem.toHex(10n ** 12n) };
  await fails(
    'eth_estimateGas',
    [{ from: poor, ...call('set', [1n]), ...price }],
    -32000,
    /gas required exceeds allowance|insufficient funds/,
  );
  await fails('eth_estimateGas', [{ ...call('loop') }], -32000, /gas required exceeds allowance/);
});

test('a call sees the state of the block that it names, and overrides', async () => {
  const first = await mined(await write(0, 'set', [111n]));
  const second = await mined(await write(0, 'set', [222n]));
  const value = async (block, ...rest) =>
    BigInt(await node.rpc('eth_call', [call('value'), block, ...rest]));
  assert.equal(await value(viem.toHex(first.blockNumber)), 111n);
  assert.equal(await value('latest'), 222n);
  assert.equal(await value('pending'), 222n);
  assert.equal(await value({ blockHash: first.blockHash }), 111n);
  assert.equal(await value({ blockHash: first.blockHash, requireCanonical: true }), 111n);
  assert.equal(await value({ blockNumber: viem.toHex(second.blockNumber) }), 222n);
  assert.equal(await value(second.blockHash), 222n);
  const override = { [contract.address]: { stateDiff: { [viem.pad('0x0')]: viem.pad('0x7') } } };
  assert.equal(await value('latest', override), 7n);
  assert.equal(await value('latest'), 222n);
  assert.equal(
    BigInt(
      await node.rpc('eth_getStorageAt', [contract.address, '0x0', viem.toHex(first.blockNumber)]),
    ),
    111n,
  );
  for (const slot of ['0x0', '0x00', viem.pad('0x0')])
    assert.equal(
      BigInt(await node.rpc('eth_getStorageAt', [contract.address, slot, 'latest'])),
      222n,
    );
  assert.ok((await node.rpc('eth_getCode', [contract.address])).length > 100);
  assert.equal(await node.rpc('eth_getCode', [contract.address, '0x0']), '0x');
});

test('block tags mean what they say', async () => {
  const number = async (tag) => (await node.rpc('eth_getBlockByNumber', [tag, false])).number;
  assert.equal(await number('earliest'), '0x0');
  assert.equal(await number('latest'), await node.rpc('eth_blockNumber'));
  assert.equal(await number('safe'), '0x0');
  assert.equal(await number('finalized'), '0x0');
  assert.equal(await node.rpc('eth_getBlockByNumber', ['0xffffff', false]), null);
  assert.equal(await node.rpc('eth_getBlockByHash', [viem.pad('0x1'), false]), null);
  await fails('eth_getBalance', [account(0).address, '0xffffff'], -32000, /header not found/);
  await fails(
    'eth_getBalance',
    [account(0).address, { blockHash: viem.pad('0x1') }],
    -32000,
    /header for hash not found/,
  );
  await fails('eth_getBalance', [account(0).address, 'latests'], -32602, /latests/);
  await fails('eth_getBalance', [account(0).address, '12'], -32602, /0x/);
  const both = { blockHash: viem.pad('0x1'), blockNumber: '0x1' };
  await fails('eth_getBalance', [account(0).address, both], -32602, /cannot specify both/);
  await fails('eth_getBalance', [account(0).address, {}], -32602, /blockHash/);
});

test('logs are found by address, topic and range, and limits are said in words', async () => {
  const receipt = await mined(await write(3, 'set', [777n]));
  assert.equal(receipt.logs.length, 1);
  const block = viem.toHex(receipt.blockNumber);
  const who = viem.pad(account(3).address).toLowerCase();
  const topic = receipt.logs[0].topics[0];
  const logs = (filter) => node.rpc('eth_getLogs', [filter]);
  const range = { fromBlock: block, toBlock: block };
  const [log] = await logs({ ...range, address: contract.address, topics: [topic, who] });
  assert.equal(log.transactionHash, receipt.transactionHash);
  assert.equal(log.blockHash, receipt.blockHash);
  assert.equal(log.removed, false);
  assert.deepEqual(await logs({ blockHash: receipt.blockHash }), [log]);
  assert.deepEqual(await logs({ ...range, topics: [null, [viem.pad('0x1'), who]] }), [log]);
  assert.deepEqual(await logs({ fromBlock: 'earliest', topics: [[], who] }), [log]);
  assert.deepEqual(await logs({ ...range, address: [account(1).address] }), []);
  assert.deepEqual(await logs({ ...range, topics: [topic, who, null, null] }), []);
  assert.equal(
    (
      await client.getContractEvents({
        ...contract,
        eventName: 'Noted',
        fromBlock: 0n,
        args: { value: 777n },
      })
    ).length,
    1,
  );

  const head = Number(await client.getBlockNumber());
  await fails(
    'eth_getLogs',
    [{ ...range, blockHash: receipt.blockHash }],
    -32602,
    /cannot specify both/,
  );
  await fails('eth_getLogs', [{ fromBlock: '0x2', toBlock: '0x1' }], -32602, /invalid block range/);
  await fails(
    'eth_getLogs',
    [{ fromBlock: '0x1', toBlock: viem.toHex(head + 1000) }],
    -32602,
    /beyond current head block/,
  );
  await fails('eth_getLogs', [{ topics: Array(5).fill(null) }], -32602, /exceed max topics/);
  await fails(
    'eth_getLogs',
    [{ address: Array(1001).fill(contract.address) }],
    -32602,
    /exceed max address/,
  );
  await fails('eth_getLogs', [{ blockHash: viem.pad('0x1') }], -32000, /unknown block/);
  await fails('eth_getLogs', [{ address: '0x12' }], -32602, /address/);
});

test('filters tell what is new, once', async () => {
  const blocks = await node.rpc('eth_newBlockFilter');
  const logs = await node.rpc('eth_newFilter', [{ address: contract.address, toBlock: 'latest' }]);
  const ended = await node.rpc('eth_newFilter', [{ toBlock: await node.rpc('eth_blockNumber') }]);
  const pending = await node.rpc('eth_newPendingTransactionFilter');
  const receipt = await mined(await write(4, 'set', [5n]));
  const news = (id) => node.rpc('eth_getFilterChanges', [id]);
  assert.ok((await news(blocks)).includes(receipt.blockHash));
  assert.deepEqual(
    (await news(logs)).map((log) => log.transactionHash),
    [receipt.transactionHash],
  );
  assert.deepEqual(await news(ended), []);
  assert.ok((await news(pending)).includes(receipt.transactionHash));
  for (const id of [blocks, logs, pending]) assert.deepEqual(await news(id), []);
  assert.ok((await node.rpc('eth_getFilterLogs', [logs])).length <= 1);
  await fails('eth_getFilterLogs', [blocks], -32000, /filter not found/);
  assert.equal(await node.rpc('eth_uninstallFilter', [logs]), true);
  assert.equal(await node.rpc('eth_uninstallFilter', [logs]), false);
  await fails('eth_getFilterChanges', [logs], -32000, /filter not found/);
  await fails('eth_subscribe', ['newHeads'], -32000, /notifications not supported/);
});

test('a WebSocket hears of heads, logs and pending transactions, after the answer', async () => {
  const socket = await e2e.connectWebSocket(node.wsUrl);
  const ids = {};
  for (const [name, ...rest] of [
    ['newHeads'],
    ['newPendingTransactions'],
    ['logs', { address: contract.address }],
  ])
    ids[name] = (await socket.call('eth_subscribe', [name, ...rest])).result;
  const receipt = await mined(await write(4, 'set', [6n]));
  const heard = (name) =>
    socket.messages.filter((m) => m.params?.subscription === ids[name]).map((m) => m.params.result);
  await eventually('the log is heard', () => heard('logs').length > 0);
  assert.deepEqual(
    heard('logs').map((log) => log.transactionHash),
    [receipt.transactionHash],
  );
  assert.ok(
    heard('newHeads').some((head) => head.hash === receipt.blockHash && head.baseFeePerGas),
  );
  assert.ok(heard('newPendingTransactions').includes(receipt.transactionHash));
  assert.equal((await socket.call('eth_unsubscribe', [ids.newHeads])).result, true);
  assert.equal((await socket.call('eth_unsubscribe', [ids.newHeads])).error.code, -32000);
  const count = heard('newHeads').length;
  await mined(await write(4, 'set', [7n]));
  await eventually('the second log', () => heard('logs').length === 2);
  assert.equal(heard('newHeads').length, count);
  assert.equal((await socket.call('eth_subscribe', ['nothing'])).error.code, -32602);
  await socket.close();
});

test('no subscription speaks before its answer', async () => {
  const socket = await e2e.connectWebSocket(node.wsUrl);
  const wallet = node.wallet(8);
  const nonce = await client.getTransactionCount({ address: account(8).address });
  let sending = true;
  const sender = (async () => {
    for (let n = nonce; sending && n < nonce + 60; ++n)
      await wallet.sendTransaction({ to: account(8).address, nonce: n, gas: 21000n });
  })();
  for (let i = 0; i < 80; ++i) await socket.call('eth_subscribe', ['newPendingTransactions']);
  sending = false;
  await sender;
  const known = new Set();
  for (const message of socket.messages) {
    if (message.result) known.add(message.result);
    else assert.ok(known.has(message.params.subscription));
  }
  await socket.close();
});

test('a 101st subscription on one connection is refused', async () => {
  const socket = await e2e.connectWebSocket(node.wsUrl);
  for (let i = 0; i < 100; ++i)
    assert.ok((await socket.call('eth_subscribe', ['newHeads'])).result);
  assert.equal((await socket.call('eth_subscribe', ['newHeads'])).error.code, -32005);
  await socket.close();
});

test('fee history has a base fee more than blocks', async () => {
  const history = await client.getFeeHistory({ blockCount: 4, rewardPercentiles: [0, 50, 100] });
  assert.equal(history.baseFeePerGas.length, 5);
  assert.equal(history.gasUsedRatio.length, 4);
  assert.ok(history.reward.every((tips) => tips.length === 3));
  const latest = await client.getBlock();
  assert.equal(history.baseFeePerGas[3], latest.baseFeePerGas);
  assert.equal(BigInt(await node.rpc('eth_gasPrice')), history.baseFeePerGas[4]);
  await fails('eth_feeHistory', ['0x1', 'latest', [101]], -32602, /percentile/);
  await fails('eth_feeHistory', ['0x1', 'latest', [2, 1]], -32602, /percentile/);
  assert.equal((await node.rpc('eth_feeHistory', ['0x0', 'latest'])).oldestBlock, '0x0');
  assert.equal((await node.rpc('eth_feeHistory', [2, 'latest'])).gasUsedRatio.length, 2);
});

test('raw transactions are refused in the words that wallets know', async () => {
  const from = account(5),
    to = account(6).address;
  const good = {
    chainId: 270,
    type: 'eip1559',
    to,
    value: 1n,
    gas: 21000n,
    nonce: 0,
    maxFeePerGas: 10n ** 10n,
    maxPriorityFeePerGas: 0n,
  };
  const refused = async (change, text) =>
    fails(
      'eth_sendRawTransaction',
      [await from.signTransaction({ ...good, ...change })],
      -32000,
      text,
    );
  const raw = await from.signTransaction(good);
  await mined(await node.rpc('eth_sendRawTransaction', [raw]));
  await fails('eth_sendRawTransaction', [raw], -32000, /already known/);
  await refused({ value: 2n }, /nonce too low/);
  await refused({ nonce: 1, chainId: 1 }, /chain/);
  await refused({ nonce: 1, gas: 20999n }, /intrinsic gas too low/);
  await refused({ nonce: 1, gas: 10n ** 9n }, /gas limit/);
  await refused({ nonce: 1, value: 10n ** 24n }, /insufficient funds/);
  const queued = { nonce: 9 };
  await node.rpc('eth_sendRawTransaction', [await from.signTransaction({ ...good, ...queued })]);
  await refused({ ...queued, value: 3n }, /replacement transaction underpriced/);
  await refused(
    { ...queued, value: 3n, maxFeePerGas: 10n ** 10n + 10n ** 9n / 2n },
    /replacement transaction underpriced/,
  );
  const status = await node.rpc('txpool_status');
  assert.equal(status.queued, '0x1');
  const content = await node.rpc('txpool_content');
  assert.equal(content.queued[from.address.toLowerCase()]['9'].nonce, '0x9');
  const pending = await node.rpc('eth_getTransactionByHash', [
    viem.keccak256(await from.signTransaction({ ...good, ...queued })),
  ]);
  assert.equal(pending.blockNumber, null);
  await fails('eth_sendRawTransaction', ['0x'], -32000, /./);
  await fails('eth_sendRawTransaction', ['0xzz'], -32602, /./);
  await fails('eth_sendRawTransaction', [], -32602, /missing value/);
});

test('the transactions of one sender are mined in nonce order, gaps waiting', async () => {
  const from = account(7);
  const sign = (nonce) =>
    from.signTransaction({
      chainId: 270,
      type: 'eip1559',
      to: from.address,
      gas: 21000n,
      nonce,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: BigInt(nonce),
    });
  for (const nonce of [2, 1, 3]) await node.rpc('eth_sendRawTransaction', [await sign(nonce)]);
  await e2e.sleep(600);
  assert.equal(await client.getTransactionCount({ address: from.address }), 0);
  assert.equal(await node.rpc('eth_getTransactionCount', [from.address, 'pending']), '0x0');
  await node.rpc('eth_sendRawTransaction', [await sign(0)]);
  assert.equal(await node.rpc('eth_getTransactionCount', [from.address, 'pending']), '0x4');
  await eventually(
    'all four are mined',
    async () => (await client.getTransactionCount({ address: from.address })) === 4,
  );
});

test('the node says who it is', async () => {
  assert.equal(await node.rpc('eth_chainId'), '0x10e');
  assert.equal(await node.rpc('net_version'), '270');
  assert.match(await node.rpc('web3_clientVersion'), /^dovetail\//);
  assert.equal(await node.rpc('web3_sha3', ['0x']), viem.keccak256('0x'));
  assert.equal(await node.rpc('eth_syncing'), false);
  assert.deepEqual(await node.rpc('eth_accounts'), []);
  await fails(
    'hardhat_metadata',
    [],
    -32601,
    /^the method hardhat_metadata does not exist\/is not available$/,
  );
  await fails('zks_getBridgehubContract', [], -32000, /no contracts on L1/);
  assert.equal(await node.rpc('zks_getL1BatchDetails', [99999]), null);
});

test('a stop with subscribers, requests and news on their way is clean', async () => {
  const sockets = await Promise.all(
    Array.from({ length: 5 }, () => e2e.connectWebSocket(node.wsUrl)),
  );
  for (const socket of sockets)
    for (const name of ['newHeads', 'newPendingTransactions', 'logs'])
      await socket.call('eth_subscribe', [name, {}]);
  const nonce = await client.getTransactionCount({ address: account(0).address });
  const sending = (async () => {
    for (let n = nonce; ; ++n)
      await node.wallet(0).sendTransaction({ to: account(1).address, nonce: n, gas: 21000n });
  })().catch(() => {});
  const asking = (async () => {
    for (;;) await node.rpc('eth_estimateGas', [call('nested', [20n])]);
  })().catch(() => {});
  await eventually('news', () => sockets[0].messages.length > 20);
  assert.equal(await node.stop(), 0);
  await Promise.all([sending, asking, ...sockets.map((socket) => socket.ended)]);
});
