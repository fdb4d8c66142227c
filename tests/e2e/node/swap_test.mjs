// A plugin is swapped under load, and nobody who asks the node notices.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as e2e from './setup.mjs';

const { account } = e2e;

test(
  'a fee oracle is swapped under load without a failed request',
  { timeout: 100_000 },
  async () => {
    const anvil = await e2e.startAnvil();
    const set = ['plugins.fee_oracle.use=fee_oracle/l1_gas'];
    const node = await e2e.startNode({ l1: anvil.url, set });
    let running = true;
    let requests = 0;
    const asking = Array.from({ length: 4 }, async () => {
      for (; running; ++requests) {
        await node.rpc('eth_gasPrice');
        await node.rpc('eth_call', [{ to: account(1).address }]);
      }
    });
    const sending = (async () => {
      for (let nonce = 0; running; ++nonce) {
        const hash = await node
          .wallet(0)
          .sendTransaction({ to: account(1).address, nonce, gas: 21000n });
        if (nonce % 10 === 0) await node.client.waitForTransactionReceipt({ hash });
      }
    })();
    for (const use of ['fee_oracle/fixed', 'fee_oracle/l1_gas', 'fee_oracle/fixed']) {
      await e2e.sleep(500);
      const { code, out } = await e2e.output(e2e.dovetail, [
        'admin',
        'swap',
        'fee_oracle',
        use,
        '--data-dir',
        node.dataDir,
      ]);
      assert.equal(code, 0, out);
    }
    await e2e.sleep(500);
    running = false;
    await Promise.all([...asking, sending]);
    assert.ok(requests > 100, `only ${requests} requests`);
    assert.equal(await node.stop(), 0);
    await anvil.stop();
  },
);
