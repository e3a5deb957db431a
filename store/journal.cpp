#include "store/journal.hpp"

#include "store/journal_rows.hpp"
#include "store/row.hpp"
#include "store/schema.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace ballast::store {

namespace {

const std::vector<migration>& journal_migrations() {
  // Strict, so that no column ever holds what it is not made for.
  static const auto steps = std::vector<migration>{
    {
      R"(CREATE TABLE journal (identity INTEGER NOT NULL, mode TEXT NOT NULL,
                               sum INTEGER NOT NULL) STRICT)",
      R"(CREATE TABLE entry (
           number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL,
           kind INTEGER NOT NULL, venue TEXT NOT NULL, account TEXT NOT NULL,
           client_id TEXT NOT NULL, venue_id TEXT NOT NULL, base TEXT NOT NULL,
           quote TEXT NOT NULL, side INTEGER NOT NULL, type INTEGER NOT NULL,
           lives INTEGER NOT NULL, post_only INTEGER NOT NULL,
           purpose INTEGER NOT NULL, fate INTEGER NOT NULL,
           state INTEGER NOT NULL, size TEXT NOT NULL, cost TEXT NOT NULL,
           price TEXT NOT NULL, filled TEXT NOT NULL,
           filled_cost TEXT NOT NULL, fee TEXT NOT NULL,
           fee_currency TEXT NOT NULL, trade_id TEXT NOT NULL,
           expires_ms INTEGER, until_ms INTEGER, text TEXT NOT NULL,
           sum INTEGER NOT NULL) STRICT)",
    },
    {
      // Behind the sum, in which it counts where it is there: what was written
      // before keeps its sum (chained_sum).
      "ALTER TABLE entry ADD COLUMN trigger_price TEXT",
    },
  };
  return steps;
}

std::int64_t start_of(std::uint64_t identity, const std::string& mode) {
  return sum_of("journal", {static_cast<std::int64_t>(identity), mode});
}

fault damage(const std::filesystem::path& path, const std::string& what) {
  return fault{ec::corrupt,
               path.string() + ": " + what
                 + "; nothing was changed. Keep the file as it is and start "
                   "with a fresh data directory, after a look at the orders "
                   "that are open at the venues"};
}

result<done> ran(const result<std::vector<row>>& x) {
  if (!x)
    return x.error();
  return done{};
}

result<done> limit_pages(database& file, const journal::options& opts) {
  if (opts.pages_max == 0)
    return done{};
  return ran(
    file.run("PRAGMA max_page_count = " + std::to_string(opts.pages_max)));
}

/// The file with its tables and its number in them, under a name of its own.
result<done> write_draft(const std::filesystem::path& draft,
                         const journal::options& opts) {
  auto file = database::open(draft, opts.busy_timeout);
  if (!file)
    return file.error();
  if (auto limited = limit_pages(*file, opts); !limited)
    return limited;
  if (auto moved = migrate(*file, journal_migrations(), journal_file); !moved)
    return moved;
  return ran(file->run("INSERT INTO journal VALUES (?, ?, ?)",
                       {static_cast<std::int64_t>(opts.identity), opts.mode,
                        start_of(opts.identity, opts.mode)}));
}

/// Whether a file may be made: it has never been there.
result<done> check_never_was(const std::filesystem::path& path,
                             const std::optional<journal_mark>& least) {
  auto highest = least ? least->count : 0;
  // One that cannot be read was left half made by an earlier start.
  if (const auto beside = mark_file::open(mark_path(path)); beside)
    if (const auto mark = beside->read(); mark)
      highest = std::max(highest, mark->count);
  if (highest > 0)
    return damage(path, "is gone, and with it " + std::to_string(highest)
                          + " entries");
  return done{};
}

} // namespace

std::filesystem::path mark_path(const std::filesystem::path& path) {
  auto result = path;
  return result += ".mark";
}

journal::journal(std::filesystem::path path, database file, mark_file beside,
                 const options& opts)
    : path_{std::move(path)}, file_{std::move(file)},
      beside_{std::move(beside)}, checkpoint_after_{opts.checkpoint_after} {}

fault journal::damaged(const std::string& what) const {
  return damage(path_, what);
}

result<journal> journal::open(const std::filesystem::path& path,
                              const options& opts) {
  if (opts.mode.empty())
    return fault{ec::invalid_argument, "expected the mode of the journal"};
  std::error_code error;
  // A link counts as being there, whatever it leads to: it is refused below.
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, error))) {
    if (auto created = create(path, opts); !created)
      return created.error();
  } else if (std::filesystem::is_regular_file(path, error)
             && std::filesystem::file_size(path, error) == 0) {
    return damage(path, "is empty");
  }
  auto opened = open_file(path, opts);
  if (!opened && opened.error().code == ec::corrupt)
    return damage(path, "is damaged (" + opened.error().text + ')');
  return opened;
}

result<journal> journal::open_file(const std::filesystem::path& path,
                                   const options& opts) {
  auto file = database::open(path, opts.busy_timeout);
  if (!file)
    return file.error();
  file->keep_log_when_closed();
  auto beside = mark_file::open(mark_path(path));
  if (!beside && beside.error().code == ec::not_found)
    return fault{ec::corrupt, beside.error().text};
  if (!beside)
    return beside.error();
  auto opened = journal{path, std::move(*file), std::move(*beside), opts};
  if (auto prepared = opened.prepare(opts); !prepared)
    return prepared.error();
  return opened;
}

result<done> journal::create(const std::filesystem::path& path,
                             const options& opts) {
  if (auto checked = check_never_was(path, opts.least); !checked)
    return checked;
  auto draft = path;
  draft += ".new";
  std::error_code error;
  for (const auto* companion : {"", "-journal"}) {
    auto left_over = draft;
    left_over += companion;
    std::filesystem::remove(left_over, error);
  }
  if (auto written = write_draft(draft, opts); !written)
    return written;
  // The mark first: with the file under its name it must be there.
  if (auto marked = mark_file::create(
        mark_path(path),
        {opts.identity, 0, start_of(opts.identity, opts.mode)});
      !marked)
    return marked.error();
  std::filesystem::rename(draft, path, error);
  if (error)
    return fault{ec::unavailable,
                 path.string() + ": cannot be created: " + error.message()};
  return flush_directory(path.has_parent_path() ? path.parent_path() : ".");
}

result<done> journal::prepare(const options& opts) {
  if (auto limited = limit_pages(file_, opts); !limited)
    return limited;
  // First of all, so that another program's file is not touched.
  const auto version = version_of(file_, journal_migrations(), journal_file);
  if (!version)
    return version.error();
  version_ = *version;
  const auto log = file_.run("PRAGMA journal_mode = WAL");
  if (!log)
    return log.error();
  if (log->size() != 1 || log->front() != row{std::string{"wal"}})
    return fault{ec::unavailable, path_.string()
                                    + ": cannot keep a write-ahead log here; "
                                      "expected a local file system"};
  for (const auto* setting : {opts.full_sync ? "PRAGMA synchronous = FULL"
                                             : "PRAGMA synchronous = NORMAL",
                              // SQLite's own checkpoints fail in silence.
                              "PRAGMA wal_autocheckpoint = 0"})
    if (auto set = file_.run(setting); !set)
      return set.error();
  if (auto known = learn_identity(opts.mode); !known)
    return known;
  const auto noted = beside_.read();
  if (!noted)
    return noted.error();
  auto known = std::vector<journal_mark>{*noted};
  if (opts.least)
    known.push_back(*opts.least);
  const auto reached = walk(known, {});
  if (!reached)
    return reached.error();
  // The entries are right; this is about the pages that the next ones go into.
  const auto pages = file_.run("PRAGMA quick_check(1)");
  if (!pages)
    return pages.error();
  if (pages->size() != 1 || pages->front() != row{std::string{"ok"}})
    return fault{ec::corrupt, "SQLite's own check found it"};
  mark_ = *reached;
  if (auto moved = migrate(file_, journal_migrations(), journal_file); !moved)
    return moved;
  version_ = static_cast<std::int64_t>(journal_migrations().size());
  // What a process that was killed had written need not have been flushed: it
  // is durable before anybody acts on it.
  const auto kept = file_.run("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!kept)
    return kept.error();
  if (kept->empty() || kept->front().front() != cell{std::int64_t{0}})
    return fault{ec::unavailable,
                 path_.string()
                   + ": another program is reading it; expected "
                     "to have it alone"};
  return beside_.write(mark_);
}

result<done> journal::learn_identity(const std::string& mode) {
  const auto rows = file_.run("SELECT identity, mode, sum FROM journal");
  if (!rows)
    return rows.error();
  if (rows->size() != 1 || rows->front().size() != 3)
    return fault{ec::corrupt, "expected one row in table journal"};
  const auto& cells = rows->front();
  const auto* identity = std::get_if<std::int64_t>(&cells[0]);
  const auto* stored = std::get_if<std::string>(&cells[1]);
  const auto* sum = std::get_if<std::int64_t>(&cells[2]);
  if (identity == nullptr || stored == nullptr || sum == nullptr
      || *sum != start_of(static_cast<std::uint64_t>(*identity), *stored))
    return fault{ec::corrupt, "its number and mode do not fit their sum"};
  if (*stored != mode)
    return fault{ec::refused, path_.string() + ": belongs to mode " + *stored
                                + " and cannot serve " + mode
                                + "; expected a data directory for each mode"};
  start_ = *sum;
  mark_ = {static_cast<std::uint64_t>(*identity), 0, start_};
  return done{};
}

result<journal_mark> journal::walk(const std::vector<journal_mark>& known,
                                   const reader& each) {
  auto at = journal_mark{mark_.identity, 0, start_};
  const auto check = [&]() -> result<done> {
    for (const auto& x : known)
      if (x.identity != at.identity)
        return fault{ec::corrupt, "it is another journal than before"};
      else if (x.count == at.count && x.sum != at.sum)
        return fault{ec::corrupt, "entry " + std::to_string(x.count)
                                    + " is another than before"};
    return done{};
  };
  if (auto checked = check(); !checked)
    return checked.error();
  auto rows = file_.prepare("SELECT * FROM entry ORDER BY number");
  if (!rows)
    return rows.error();
  const auto take = [&](const row& x) -> result<done> {
    if (x.size() != journal_columns(version_))
      return fault{ec::corrupt, "table entry has other columns"};
    const auto expected = chained_sum(at.sum, x);
    ++at.count;
    if (x[journal_sum_column] != cell{expected}
        || x.front() != cell{static_cast<std::int64_t>(at.count)})
      return fault{ec::corrupt, "entry " + std::to_string(at.count)
                                  + " does not follow from those before"};
    at.sum = expected;
    if (auto checked = check(); !checked)
      return checked;
    const auto entry = read_journal_row(x);
    if (!entry)
      return entry.error();
    return each ? each(*entry) : done{};
  };
  if (auto read = rows->run({}, take); !read)
    return read.error();
  for (const auto& x : known)
    if (x.count > at.count)
      return fault{ec::corrupt, "it holds " + std::to_string(at.count)
                                  + " entries of at least "
                                  + std::to_string(x.count)};
  return at;
}

result<done> journal::check_end() {
  auto found = row{std::int64_t{0}, start_};
  if (!last_) {
    auto prepared = file_.prepare(
      "SELECT number, sum FROM entry ORDER BY number DESC LIMIT 1");
    if (!prepared)
      return prepared.error();
    last_.emplace(std::move(*prepared));
  }
  auto read = last_->run({}, [&](const row& x) -> result<done> {
    found = x;
    return done{};
  });
  if (!read)
    return read;
  if (found != row{static_cast<std::int64_t>(mark_.count), mark_.sum})
    return fault{ec::corrupt, "somebody else has written in it"};
  return done{};
}

result<done> journal::insert(const std::vector<journal_entry>& x,
                             journal_mark& to) {
  if (!insert_) {
    auto places = std::string{"?"};
    for (std::size_t i = 1; i < journal_columns(version_); ++i)
      places += ", ?";
    auto prepared = file_.prepare("INSERT INTO entry VALUES (" + places + ')');
    if (!prepared)
      return prepared.error();
    insert_.emplace(std::move(*prepared));
  }
  for (const auto& entry : x) {
    auto cells = journal_row(++to.count, entry);
    to.sum = chained_sum(to.sum, cells);
    cells[journal_sum_column] = to.sum;
    if (auto added = insert_->run(cells); !added)
      return added;
  }
  return done{};
}

result<done> journal::append(const std::vector<journal_entry>& x) {
  if (!broken_.empty())
    return fault{ec::unavailable,
                 path_.string() + ": takes nothing since it failed (" + broken_
                   + "); expected it to be opened anew"};
  if (x.empty())
    return done{};
  auto reached = mark_;
  auto added = file_.transaction([&]() -> result<done> {
    if (auto checked = check_end(); !checked)
      return checked;
    return insert(x, reached);
  });
  if (added) {
    mark_ = reached;
    added = beside_.write(mark_);
  }
  if (!added) {
    broken_ = added.error().text;
    return added.error().code == ec::corrupt ? damaged(broken_) : added;
  }
  checkpoint();
  return done{};
}

void journal::checkpoint() {
  if (++appends_ < checkpoint_after_)
    return;
  const auto kept = file_.run("PRAGMA wal_checkpoint(PASSIVE)");
  if (!kept)
    // What was appended is durable all the same; the next one hears of it.
    broken_ = kept.error().text;
  else
    appends_ = 0;
}

result<done> journal::read(const reader& each) {
  auto stopped = false;
  const auto watched = [&](const journal_entry& x) -> result<done> {
    auto taken = each(x);
    stopped = !taken;
    return taken;
  };
  const auto reached = walk({mark_}, watched);
  if (!reached && stopped)
    return reached.error();
  if (reached && *reached == mark_)
    return done{};
  const auto found = reached
                       ? fault{ec::corrupt, "somebody else has written in it"}
                       : reached.error();
  broken_ = found.text;
  return found.code == ec::corrupt ? damaged(broken_) : found;
}

} // namespace ballast::store
