// ccxt.pro watches each simulated exchange's streams as a trading program does.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import ccxt from 'ccxt';
import { client } from './simulators.js';

const size = 0.001;
// `tellsOfOrders` knows the message by which a venue takes up the subscription
// to what becomes of orders and their fills.
const venues = {
  // ccxt knows neither candles nor fills among its streams, nor a name for the
  // text that refuses a key.
  coinbase: {
    symbol: 'BTC/USD',
    candles: false,
    fills: false,
    refusal: ccxt.ExchangeError,
    tellsOfOrders: (x) => x.channel === 'subscriptions' && x.events.some((y) => y.subscriptions?.user),
  },
  kraken: {
    symbol: 'BTC/USD',
    options: { rateLimit: 1500 },
    tellsOfOrders: (x) => x.method === 'subscribe' && x.success && x.result.channel === 'executions',
  },
  // When a key is refused, ccxt breaks a promise that it kept for a second
  // caller, and Node ends a process for one that nobody awaits.
  binance: {
    symbol: 'BTC/USDT',
    keys: false,
    options: { options: { fetchMargins: false, fetchMarkets: { types: ['spot'] } } },
    tellsOfOrders: (x) => x.result?.subscriptionId !== undefined,
  },
  okx: {
    symbol: 'BTC/USDT',
    wrongKey: 'nonsense',
    tellsOfOrders: (x) => x.event === 'subscribe' && x.arg.channel === 'orders',
  },
};

describe('ccxt.pro', { concurrency: true, timeout: 90_000 }, () => {
  for (const [venue, facts] of Object.entries(venues)) {
    watch(venue, facts);
  }
});

function ask(what, how) {
  test(what, { timeout: 30_000 }, how);
}

function watch(venue, facts) {
  const exchange = client('streams', venue, facts.options, ccxt.pro);
  const { symbol } = facts;
  const subscribed = subscriptions(exchange, facts.tellsOfOrders);

  describe(`ccxt.pro at ${venue}`, { concurrency: 1, timeout: 90_000 }, () => {
    before(() => exchange.loadMarkets());
    after(() => closed(exchange));

    ask('watches tickers', async () => {
      for (let i = 0; i < 2; ++i) {
        const ticker = await exchange.watchTicker(symbol);
        assert.ok(ticker.last > 0);
        // Binance's smaller ticker has no quotes.
        assert.ok(ticker.bid === undefined || ticker.bid < ticker.ask);
      }
    });

    if (facts.candles ?? true) {
      ask('watches candles', async () => {
        const candles = await exchange.watchOHLCV(symbol, '1m');
        const [at, open, high, low, close] = candles.at(-1);
        assert.equal(at % 60000, 0);
        assert.ok(high >= Math.max(open, close) && low <= Math.min(open, close));
      });
    }

    ask('watches trades', async () => {
      const trades = await exchange.watchTrades(symbol);
      assert.ok(trades.length > 0 && trades.every((x) => x.price > 0 && x.amount > 0));
    });

    // Where the venue sends checksums, ccxt compares each.
    ask('keeps a book up to date', async () => {
      for (let i = 0; i < 5; ++i) {
        const { bids, asks } = await exchange.watchOrderBook(symbol);
        assert.ok(bids.length > 5 && asks.length > 5);
        assert.ok(bids[0][0] < asks[0][0]);
      }
    });

    ask('is told what becomes of an order', async () => {
      await subscribed('watchOrders');
      const { bids } = await exchange.fetchOrderBook(symbol);
      const price = exchange.priceToPrecision(symbol, bids[0][0] / 2);
      const opened = until(exchange, 'watchOrders', (x) => x.status === 'open');
      const { id } = await exchange.createOrder(symbol, 'limit', 'buy', size, price);
      const order = await opened;
      assert.equal(order.id, id);
      assert.equal(order.amount, size);
      assert.equal(order.price, Number(price));
      const closed = until(exchange, 'watchOrders', (x) => x.id === id && x.status === 'canceled');
      await exchange.cancelOrder(id, symbol);
      await closed;
    });

    if (facts.fills ?? true) {
      ask('is told of its fills', async () => {
        await subscribed('watchMyTrades');
        const filled = until(exchange, 'watchMyTrades', (x) => x.symbol === symbol);
        const { id } = await exchange.createOrder(symbol, 'market', 'buy', size);
        const trade = await filled;
        assert.equal(trade.order, id);
        assert.equal(trade.side, 'buy');
        assert.ok(trade.price > 0 && trade.amount > 0 && trade.amount <= size);
      });
    }

    if (facts.keys ?? true) {
      ask('knows a wrong key', async () => {
        const apiKey = facts.wrongKey ?? 'nobody';
        const wrong = client('streams', venue, { ...facts.options, apiKey }, ccxt.pro);
        wrong.setMarkets(exchange.markets, exchange.currencies);
        await assert.rejects(wrong.watchOrders(), facts.refusal ?? ccxt.AuthenticationError);
        await closed(wrong);
      });
    }
  });
}

/**
 * A function that asks for a private channel and waits until the venue has taken
 * up the subscription behind it, of which ccxt tells its callers nothing. Orders
 * and fills share one.
 */
function subscriptions(exchange, tellsOfOrders) {
  const news = new EventEmitter();
  let taken = false;
  const { handleMessage } = exchange;
  exchange.handleMessage = function (client, message) {
    const result = handleMessage.call(this, client, message);
    if (!taken && message && tellsOfOrders(message)) {
      taken = true;
      news.emit('taken');
    }
    return result;
  };
  return async (channel) => {
    const isTaken = taken || once(news, 'taken');
    exchange[channel]().catch(() => {});
    await isTaken;
  };
}

/**
 * Closes what ccxt has opened. It queues what it sends, and lets nobody catch the
 * error of a message whose socket was closed in between; so ours waits in the
 * same queue first.
 */
async function closed(exchange) {
  await Promise.all(Object.values(exchange.clients).map((x) => x.throttle?.(1)));
  await exchange.close();
}

/** The first order or fill that comes and is as wanted. */
async function until(exchange, channel, isWanted) {
  for (;;) {
    const found = (await exchange[channel]()).find(isWanted);
    if (found) {
      return found;
    }
  }
}
