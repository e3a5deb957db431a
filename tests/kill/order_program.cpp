// A process that trades until it is killed.
//
//   order_program MODE VENUE REST_URL KEY SECRET PASSPHRASE MARKET DIRECTORY
//                 SEED [send_first|place_again]
//
//   trade   recovers, then places and cancels at random, for ever
//   script  recovers, places three orders, cancels what is open, and ends
//   settle  recovers, cancels whatever is open, prints every order and ends
//
// It says "open" once it may trade.
#include "apps/machine.hpp"
#include "apps/venues.hpp"
#include "domain/random.hpp"
#include "net/https_transport.hpp"
#include "store/data_directory.hpp"
#include "tests/kill/order_path.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using namespace ballast;
using namespace std::chrono_literals;
using test::order_path;

decimal number(const char* text) { return *decimal::parse(text); }

/// At the market's price and a bit, so that it trades at once.
order_ticket crossing(const order_path& path, side which) {
  return path.ticket(which, time_in_force::immediate_or_cancel,
                     number("-0.02"));
}
/// So far off that nobody takes it.
order_ticket resting(const order_path& path, side which) {
  return path.ticket(which, time_in_force::good_till_cancelled, number("0.05"));
}

/// Takes turns until `is_done`.
template <class Condition>
void turn_until(order_path& path, const char* what, Condition is_done) {
  const auto patience = apps::machine_now().steady + 20s;
  while (!is_done()) {
    if (apps::machine_now().steady < patience) {
      path.turn(1ms);
      continue;
    }
    auto text = std::string{what} + " does not end: " + path.trouble();
    for (const auto& x : path.desk().orders())
      if (const auto* life = path.desk().find(x.intent.client_id);
          !is_final(x.stage) || !life->fills_complete())
        text += "\n" + x.intent.client_id + ' ' + to_string(x.stage)
                + ", filled " + x.filled.to_string() + ", told "
                + life->fills_size().to_string() + ", " + x.reason;
    for (const auto& x : path.alarms())
      text += "\nalarm " + x;
    throw std::runtime_error{text};
  }
}

void open(order_path& path) {
  turn_until(path, "the reconciliation", [&] { return path.desk().is_open(); });
  std::puts("open");
}

void trade(order_path& path, random_source random) {
  for (;;) {
    const auto orders = path.desk().live();
    if (orders < 4 && random.below(3) > 0) {
      const auto which = random.below(2) == 0 ? side::buy : side::sell;
      path.want(random.below(2) == 0 ? crossing(path, which)
                                     : resting(path, which));
    } else if (orders > 0 && random.below(3) == 0) {
      auto skipped = random.below(orders);
      for (const auto& x : path.desk().orders())
        if (!is_final(x.stage) && skipped-- == 0) {
          path.want_cancelled(x.intent.client_id);
          break;
        }
    }
    path.turn(std::chrono::milliseconds{random.below(4)});
  }
}

/// Until nothing is open and every fill is known.
void finish(order_path& path) {
  const auto is_done = [&] {
    if (!path.desk().is_open() || path.desk().live() > 0)
      return false;
    for (const auto& x : path.desk().orders())
      if (!path.desk().find(x.intent.client_id)->fills_complete())
        return false;
    return true;
  };
  turn_until(path, "an order", is_done);
  path.turn(0ms); // Writes the last of it.
}

void cancel_all(order_path& path) {
  for (const auto& x : path.desk().orders())
    if (!is_final(x.stage))
      path.want_cancelled(x.intent.client_id);
  finish(path);
}

void script(order_path& path) {
  path.want(resting(path, side::buy));
  path.want(crossing(path, side::buy));
  for (auto i = 0; i < 20; ++i)
    path.turn(1ms);
  path.want(crossing(path, side::sell));
  // What an earlier life has left as well.
  cancel_all(path);
}

/// A line an order: id, stage, ending, filled, sum of the fills in the journal,
/// how many entries told of each kind of word.
void print(const order_path& path, store::journal& journal) {
  struct told {
    decimal fills;
    unsigned answers = 0;
    unsigned absences = 0;
  };
  auto all = std::map<std::string, told>{};
  const auto read = journal.read([&](const journal_entry& x) -> result<done> {
    auto& order = all[x.client_id];
    if (x.kind == journal_kind::fill)
      order.fills += x.size;
    order.answers += x.kind == journal_kind::answer ? 1U : 0U;
    order.absences += x.kind == journal_kind::absent ? 1U : 0U;
    return done{};
  });
  if (!read)
    throw std::runtime_error{read.error().text};
  for (const auto& x : path.desk().orders()) {
    const auto& order = all[x.intent.client_id];
    std::printf("order %s %s %s %s %s %u %u\n", x.intent.client_id.c_str(),
                to_string(x.stage), to_string(x.ending),
                x.filled.to_string().c_str(), order.fills.to_string().c_str(),
                order.answers, order.absences);
  }
  std::printf("foreign %zu\n", path.desk().foreign());
}

int run(char** arguments, test::planted_bug bug) {
  const auto mode = std::string_view{arguments[1]};
  apps::block_signals();
  auto directory = store::data_directory::open(arguments[8]);
  if (!directory)
    throw std::runtime_error{directory.error().text};
  const auto seed = std::strtoull(arguments[9], nullptr, 10);
  auto journal = store::journal::open(directory->file("journal.db"),
                                      {.mode = "paper", .identity = seed});
  if (!journal)
    throw std::runtime_error{journal.error().text};
  venues::adapter_options options;
  options.rest_url = arguments[3];
  options.key = arguments[4];
  options.secret = arguments[5];
  options.passphrase = arguments[6];
  options.seed = seed;
  auto adapter = apps::make_adapter(arguments[2], options);
  if (!adapter)
    throw std::runtime_error{adapter.error().text};
  auto* const trader = (*adapter)->trader();
  if (trader == nullptr)
    throw std::runtime_error{"this venue takes no orders"};
  net::https_transport wire{{}};
  const auto clock = apps::machine_calendar();
  order_path path{**adapter, *trader, *journal, wire, *clock, bug};
  path.recover(*symbol::parse(arguments[7]));
  open(path);
  if (mode == "trade")
    trade(path, random_source{seed});
  if (mode == "script")
    script(path);
  if (mode == "settle") {
    try {
      cancel_all(path);
    } catch (const std::exception&) {
      print(path, *journal);
      throw;
    }
    print(path, *journal);
  }
  wire.stop();
  for (const auto& x : path.alarms())
    std::printf("alarm %s\n", x.c_str());
  return 0;
}

test::planted_bug bug_of(std::string_view name) {
  return name == "send_first"    ? test::planted_bug::send_first
         : name == "place_again" ? test::planted_bug::place_again
                                 : test::planted_bug::none;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 10)
    return 2;
  std::setvbuf(stdout, nullptr, _IOLBF, 0); // Read while it runs.
  try {
    return run(argv, bug_of(argc > 10 ? argv[10] : ""));
  } catch (const std::exception& e) {
    std::printf("failed: %s\n", e.what());
    return 1;
  }
}
