// Clients by other authors, so that no habit of ccxt's is taken for a venue's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Alpaca } from '@alpacahq/alpaca-trade-api';
import connector from '@binance/connector';
import { CBAdvancedTradeClient } from 'coinbase-api';
import { simulator } from './simulators.js';

describe("Alpaca's own client", () => {
  const { rest, key, secret } = simulator('others', 'alpaca');
  const moved = (address, init) => fetch(String(address).replace(/^https:\/\/[^/]+/, rest), init);
  const make = (keyId) => new Alpaca({ keyId, secret, retry: false, fetchApi: moved });
  const alpaca = make(key);

  test('reads clock, account and positions', async () => {
    const account = await alpaca.trading.account.getAccount();
    assert.equal(account.status, 'ACTIVE');
    assert.ok(Number(account.cash) > 0);
  });

  test('places a limit order far from the market', async () => {
    const order = await alpaca.trading.orders.limit({
      symbol: 'BTC/USD',
      qty: '0.001',
      side: 'buy',
      limitPrice: '20000',
      timeInForce: 'gtc',
      clientOrderId: 'others-1',
    });
    const found = await alpaca.trading.orders.getOrderByOrderID({ orderId: order.id });
    assert.equal(found.clientOrderId, 'others-1');
    assert.equal(found.status, 'new');
  });

  test('throws for a wrong key', async () => {
    await assert.rejects(make('PKNOBODY').trading.account.getAccount());
  });
});

describe('coinbase-api', () => {
  const { rest, key, secret } = simulator('others', 'coinbase');
  const make = (apiKey) => new CBAdvancedTradeClient({ apiKey, apiSecret: secret, baseUrl: rest });

  test('reads time, accounts and a product', async () => {
    const client = make(key);
    const time = await client.getServerTime();
    assert.ok(Math.abs(Number(time.epochMillis) - Date.now()) < 60_000);
    const { accounts } = await client.getAccounts();
    assert.ok(accounts.length > 0);
    const product = await client.getPublicProduct({ product_id: 'BTC-USD' });
    assert.equal(product.product_id, 'BTC-USD');
  });

  test('throws for a wrong key', async () => {
    await assert.rejects(make('organizations/none/apiKeys/none').getAccounts());
  });
});

describe("Binance's own connector", () => {
  const { rest, key, secret } = simulator('others', 'binance');

  test('reads the rules of a market and the account', async () => {
    const client = new connector.Spot(key, secret, { baseURL: rest });
    const rules = await client.exchangeInfo({ symbol: 'BTCUSDT' });
    assert.equal(rules.data.symbols[0].symbol, 'BTCUSDT');
    const account = await client.account();
    assert.ok(account.data.balances.length > 0);
  });

  test('throws for a wrong secret', async () => {
    const client = new connector.Spot(key, 'nonsense', { baseURL: rest });
    await assert.rejects(client.account(), (error) => error.response.data.code === -1022);
  });
});
