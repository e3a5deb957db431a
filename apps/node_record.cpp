#include "apps/node_record.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace ballast::apps {

namespace {

/// As the rate governor of a node calls itself in the store.
constexpr auto owner = "node";
/// More than one check sends of any budget.
constexpr std::uint32_t spent_at_most = 30;

/// "another ballast (pid 7)" out of the refusal of a directory in use.
std::string rival_in(const std::string& text) {
  const auto begin = text.find("another ballast");
  const auto end = text.find(')', begin);
  return begin == std::string::npos || end == std::string::npos
           ? std::string{}
           : text.substr(begin, end + 1 - begin);
}

/// A state belongs to one mode, which its directory need not tell.
result<store::state_store> open_state(const std::filesystem::path& path) {
  auto last = fault{ec::not_found, {}};
  for (const auto* mode : {"live", "paper", "demo"}) {
    store::state_store::options options;
    options.mode = mode;
    auto opened = store::state_store::open(path, options);
    if (opened)
      return opened;
    last = opened.error();
    if (last.code != ec::refused)
      break;
  }
  return last;
}

/// The budget's id in front of the rule that the store keeps with it.
std::string id_of(const budget_state& x) {
  return x.id.substr(0, x.id.find(' '));
}

/// When a stored ban ends, counted from when its state was taken.
std::optional<duration> left_of_ban(const budget_state& x, duration elapsed) {
  if (!x.banned_for || *x.banned_for <= elapsed)
    return std::nullopt;
  return *x.banned_for - elapsed;
}

duration since(unix_time taken_at, unix_time now) {
  return std::max<duration>(now - taken_at, duration::zero());
}

} // namespace

node_record
node_record::open(const std::vector<std::filesystem::path>& directories,
                  unix_time now) {
  node_record result;
  for (const auto& path : directories)
    result.add(path, now);
  return result;
}

void node_record::add(const std::filesystem::path& path, unix_time now) {
  std::error_code ignored;
  if (!std::filesystem::exists(path / "state.db", ignored))
    return;
  auto directory = store::data_directory::open(path);
  if (!directory) {
    const auto& why = directory.error().text;
    const auto rival = rival_in(why);
    rival_ = rival.empty() ? rival_ : rival;
    notes_.push_back(rival.empty() ? why : rival + " runs on " + path.string());
    return;
  }
  auto state = open_state(directory->file("state.db"));
  if (!state) {
    notes_.push_back("state.db in " + path.string() + ": "
                     + state.error().text);
    return;
  }
  if (const auto stored = state->load_budgets(owner); stored && *stored)
    for (const auto& x : (*stored)->budgets)
      if (const auto left = left_of_ban(x, since((*stored)->taken_at, now)))
        bans_.push_back({id_of(x), *left});
  places_.push_back({std::move(*directory), std::move(*state)});
}

result<std::uint64_t> node_record::mark(const std::string& key_id) {
  std::uint64_t highest = 0;
  for (auto& x : places_) {
    const auto found = x.state.load_nonce(key_id);
    if (!found)
      return found.error();
    highest = std::max(highest, found->value_or(0));
  }
  return highest;
}

result<done> node_record::store(const std::string& key_id, std::uint64_t mark) {
  for (auto& x : places_)
    if (auto raised = x.state.raise_nonce(key_id, mark); !raised)
      return raised.error();
  return done{};
}

void node_record::leave_word(const std::vector<budget_view>& budgets,
                             instant now) {
  for (auto& x : places_) {
    auto stored = x.state.load_budgets(owner);
    if (!stored || !*stored)
      continue; // A first start counts everything as spent anyway.
    auto& state = **stored;
    state.clean = false;
    for (auto& entry : state.budgets) {
      const auto met
        = std::find_if(budgets.begin(), budgets.end(),
                       [&](const auto& y) { return y.id == id_of(entry); });
      if (met == budgets.end())
        continue;
      entry.ahead = std::max(entry.ahead, spent_at_most);
      if (met->banned_until && *met->banned_until > now.steady)
        entry.banned_for
          = since(state.taken_at, now.wall) + (*met->banned_until - now.steady);
    }
    if (auto saved = x.state.save_budgets(owner, state); !saved)
      notes_.push_back("the state of the last node cannot be written: "
                       + saved.error().text);
  }
}

} // namespace ballast::apps
