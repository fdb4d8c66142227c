// An L1 that is no development chain: nothing that everybody knows the key of settles there, and
// nothing is deployed without being asked for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as e2e from './setup.mjs';

const status = async (node) =>
  (await e2e.output(e2e.dovetail, ['admin', 'status', '--data-dir', node.dataDir])).out;

for (const [what, set, expected] of [
  ['a key', [], /settler\.development_key is a key that everybody knows/],
  [
    'accounts',
    ['settler.development_key=false'],
    /chain\.development_accounts gave 10000 ETH each to ten keys that everybody knows/,
  ],
]) {
  test(`${what} of development does not settle on a public L1`, { timeout: 60_000 }, async () => {
    const anvil = await e2e.startAnvil({ chainId: 1337 });
    const node = await e2e.startNode({ l1: anvil.url, set });
    await e2e.eventually('the refusal', async () => expected.test(await status(node)));
    assert.equal(await anvil.client.getTransactionCount({ address: e2e.account(1).address }), 0);
    assert.equal(await node.stop(), 0);
    await anvil.stop();
  });
}
