#include "store/state_store.hpp"

#include "store/budget_rows.hpp"
#include "store/schema.hpp"
#include "store/sealed_tables.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace ballast::store {

namespace {

fault damaged(const std::string& table) {
  return fault{ec::corrupt, "the state file is damaged: table " + table
                              + " holds what ballast does not write"};
}

/// Whether the first column of `x` is `text`.
bool belongs_to(const row& x, const std::string& text) {
  return !x.empty() && x.front() == cell{text};
}

/// What must hold on the connection before anything is stored.
result<done> prepare(database& file, const state_store::options& opts) {
  if (opts.pages_max > 0)
    if (auto ran
        = file.run("PRAGMA max_page_count = " + std::to_string(opts.pages_max));
        !ran)
      return ran.error();
  // First of all, so that another program's file is not touched.
  if (auto moved = migrate(file, migrations()); !moved)
    return moved;
  const auto journal = file.run("PRAGMA journal_mode = WAL");
  if (!journal)
    return journal.error();
  if (journal->size() != 1 || journal->front() != row{std::string{"wal"}})
    return fault{ec::unavailable,
                 "the state file cannot keep a write-ahead log here; expected "
                 "a local file system"};
  if (auto ran = file.run(opts.full_sync ? "PRAGMA synchronous = FULL"
                                         : "PRAGMA synchronous = NORMAL");
      !ran)
    return ran.error();
  const auto check = file.run("PRAGMA quick_check(1)");
  if (!check)
    return check.error();
  if (check->size() != 1 || check->front() != row{std::string{"ok"}})
    return fault{ec::corrupt,
                 "the state file is damaged: SQLite's own check found it"};
  return sealed_tables{file}.check_all();
}

} // namespace

state_store::state_store(database file) : file_{std::move(file)} {}

result<state_store> state_store::open(const std::filesystem::path& path,
                                      const options& opts) {
  if (opts.mode.empty())
    return fault{ec::invalid_argument, "expected the mode of the state file"};
  std::error_code error;
  // A link counts as being there, whatever it leads to: it is refused below.
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, error))) {
    if (auto created = create(path, opts); !created)
      return created.error();
  } else if (std::filesystem::is_regular_file(path, error)
             && std::filesystem::file_size(path, error) == 0) {
    return fault{ec::corrupt,
                 path.string()
                   + ": is empty, and with it went the bans, limits and nonces "
                     "of earlier runs; remove it to begin anew, once whatever "
                     "was banned is over"};
  }
  return open_file(path, opts);
}

result<done> state_store::create(const std::filesystem::path& path,
                                 const options& opts) {
  auto draft = path;
  draft += ".new";
  std::error_code error;
  for (const auto* companion : {"", "-wal", "-shm"}) {
    auto left_over = draft;
    left_over += companion;
    std::filesystem::remove(left_over, error);
  }
  {
    auto made = open_file(draft, opts);
    if (!made)
      return made.error();
    // Closing it, the last connection, takes the log away.
  }
  std::filesystem::rename(draft, path, error);
  if (error)
    return fault{ec::unavailable,
                 path.string() + ": cannot be created: " + error.message()};
  return done{};
}

result<state_store> state_store::open_file(const std::filesystem::path& path,
                                           const options& opts) {
  auto file = database::open(path, opts.busy_timeout);
  if (!file)
    return file.error();
  if (auto prepared = prepare(*file, opts); !prepared)
    return prepared.error();
  auto opened = state_store{std::move(*file)};
  if (auto stamped = opened.stamp(opts.mode); !stamped)
    return stamped.error();
  return opened;
}

template <class Body>
result<done> state_store::save(Body body) {
  auto saved = file_.transaction([&]() -> result<done> {
    auto tables = sealed_tables{file_};
    if (auto checked = tables.check_seal(); !checked)
      return checked;
    if (auto changed = body(tables); !changed)
      return changed;
    return tables.seal();
  });
  // It is durable in the log already; if this fails, the next one does it.
  if (saved)
    (void)file_.run("PRAGMA wal_checkpoint(PASSIVE)");
  return saved;
}

result<done> state_store::stamp(const std::string& mode) {
  const auto rows = sealed_tables{file_}.read("mode");
  if (!rows)
    return rows.error();
  if (rows->empty())
    return save([&](auto& tables) { return tables.append("mode", {mode}); });
  if (rows->size() != 1 || rows->front().size() != 1)
    return damaged("mode");
  const auto* stored = std::get_if<std::string>(&rows->front().front());
  if (stored == nullptr)
    return damaged("mode");
  if (*stored != mode)
    return fault{ec::refused, "the state file belongs to mode " + *stored
                                + " and cannot serve " + mode
                                + "; expected a data directory for each mode"};
  return done{};
}

result<done> state_store::save_budgets(const std::string& owner,
                                       const budgets_state& x) {
  auto rows = std::vector<row>{};
  for (const auto& budget : x.budgets) {
    auto cells = budget_row(owner, rows.size(), budget);
    if (!cells)
      return cells.error();
    rows.push_back(std::move(*cells));
  }
  return save([&](auto& tables) -> result<done> {
    for (const auto* table : {"budget", "budget_set"})
      if (auto removed = tables.remove(table, "owner", owner); !removed)
        return removed;
    for (auto& cells : rows)
      if (auto added = tables.append("budget", std::move(cells)); !added)
        return added;
    return tables.append("budget_set", set_row(owner, x));
  });
}

result<std::optional<budgets_state>>
state_store::load_budgets(const std::string& owner) {
  auto tables = sealed_tables{file_};
  if (auto checked = tables.check_seal(); !checked)
    return checked.error();
  auto sets = tables.read("budget_set");
  if (!sets)
    return sets.error();
  const auto is_ours = [&](const row& x) { return belongs_to(x, owner); };
  const auto set = std::find_if(sets->begin(), sets->end(), is_ours);
  if (set == sets->end())
    return std::optional<budgets_state>{};
  auto budgets = tables.read("budget");
  if (!budgets)
    return budgets.error();
  std::erase_if(*budgets, [&](const row& x) { return !is_ours(x); });
  auto state = read_budgets(*set, *budgets);
  if (!state)
    return state.error();
  return std::optional{std::move(*state)};
}

result<done> state_store::save_halt(bool halted, const std::string& reason) {
  return save([&](auto& tables) -> result<done> {
    if (auto cleared = tables.clear("halt"); !cleared)
      return cleared;
    return tables.append("halt", {std::int64_t{halted ? 1 : 0}, reason});
  });
}

result<halt_state> state_store::load_halt() {
  auto tables = sealed_tables{file_};
  if (auto checked = tables.check_seal(); !checked)
    return checked.error();
  const auto rows = tables.read("halt");
  if (!rows)
    return rows.error();
  if (rows->empty())
    return halt_state{};
  const auto& cells = rows->front();
  if (rows->size() != 1 || cells.size() != 2)
    return damaged("halt");
  const auto* halted = std::get_if<std::int64_t>(&cells[0]);
  const auto* reason = std::get_if<std::string>(&cells[1]);
  if (halted == nullptr || reason == nullptr)
    return damaged("halt");
  return halt_state{*halted != 0, *reason};
}

result<std::uint64_t> state_store::raise_nonce(const std::string& key,
                                               std::uint64_t mark) {
  const auto before = load_nonce(key);
  if (!before)
    return before.error();
  if (*before && **before >= mark)
    return **before;
  auto saved = save([&](auto& tables) -> result<done> {
    if (auto removed = tables.remove("nonce_mark", "key", key); !removed)
      return removed;
    // SQLite's numbers have a sign; the bits are the same.
    return tables.append("nonce_mark", {key, static_cast<std::int64_t>(mark)});
  });
  if (!saved)
    return saved.error();
  return mark;
}

result<std::optional<std::uint64_t>>
state_store::load_nonce(const std::string& key) {
  auto tables = sealed_tables{file_};
  if (auto checked = tables.check_seal(); !checked)
    return checked.error();
  const auto rows = tables.read("nonce_mark");
  if (!rows)
    return rows.error();
  for (const auto& x : *rows) {
    if (!belongs_to(x, key))
      continue;
    const auto* mark
      = x.size() == 2 ? std::get_if<std::int64_t>(&x[1]) : nullptr;
    if (mark == nullptr)
      return damaged("nonce_mark");
    return std::optional{static_cast<std::uint64_t>(*mark)};
  }
  return std::optional<std::uint64_t>{};
}

result<done> state_store::raise_journal_mark(const journal_mark& x) {
  const auto before = load_journal_mark();
  if (!before)
    return before.error();
  if (*before && (*before)->identity != x.identity)
    return fault{ec::refused, "the state file knows another journal than this; "
                              "expected the two that belong together"};
  if (*before && (*before)->count >= x.count)
    return done{};
  return save([&](auto& tables) -> result<done> {
    if (auto cleared = tables.clear("journal_mark"); !cleared)
      return cleared;
    return tables.append("journal_mark",
                         {static_cast<std::int64_t>(x.identity),
                          static_cast<std::int64_t>(x.count), x.sum});
  });
}

result<std::optional<journal_mark>> state_store::load_journal_mark() {
  auto tables = sealed_tables{file_};
  if (auto checked = tables.check_seal(); !checked)
    return checked.error();
  const auto rows = tables.read("journal_mark");
  if (!rows)
    return rows.error();
  if (rows->empty())
    return std::optional<journal_mark>{};
  const auto& cells = rows->front();
  if (rows->size() != 1 || cells.size() != 3)
    return damaged("journal_mark");
  const auto* identity = std::get_if<std::int64_t>(&cells[0]);
  const auto* count = std::get_if<std::int64_t>(&cells[1]);
  const auto* sum = std::get_if<std::int64_t>(&cells[2]);
  if (identity == nullptr || count == nullptr || sum == nullptr)
    return damaged("journal_mark");
  return std::optional{journal_mark{static_cast<std::uint64_t>(*identity),
                                    static_cast<std::uint64_t>(*count), *sum}};
}

} // namespace ballast::store
