#include "store/schema.hpp"

#include <optional>
#include <utility>

namespace ballast::store {

namespace {

std::optional<std::int64_t> only_number(const std::vector<row>& rows) {
  if (rows.size() != 1 || rows.front().empty())
    return std::nullopt;
  const auto* number = std::get_if<std::int64_t>(&rows.front().front());
  return number == nullptr ? std::nullopt : std::optional{*number};
}

/// The single number that a query yields.
result<std::int64_t> number(database& file, const std::string& query) {
  const auto rows = file.run(query);
  if (!rows)
    return rows.error();
  const auto value = only_number(*rows);
  if (!value)
    return fault{ec::corrupt, "expected one number from: " + query};
  return *value;
}

/// Version of the file as it is; 0 for one without anything in it.
result<std::int64_t> stored_version(database& file, const file_kind& kind) {
  const auto owner = number(file, "PRAGMA application_id");
  if (!owner)
    return owner.error();
  const auto tables = number(file, "SELECT count(*) FROM sqlite_schema");
  if (!tables)
    return tables.error();
  if (*owner == 0 && *tables == 0)
    return std::int64_t{0};
  if (*owner != kind.application_id)
    return fault{ec::refused, std::string{kind.name}
                                + " is the database of another program; "
                                  "expected one that ballast made"};
  return number(file, "SELECT version FROM schema_version");
}

result<done> check_version(std::int64_t version, std::size_t newest,
                           const file_kind& kind) {
  const auto name = std::string{kind.name};
  if (version < 0)
    return fault{ec::corrupt, name + " names no known version"};
  if (static_cast<std::size_t>(version) > newest)
    return fault{ec::refused, name + " has version " + std::to_string(version)
                                + ", made by a newer ballast; expected at most "
                                + std::to_string(newest)};
  return done{};
}

/// All steps beyond the version that the file has by now, within a transaction.
result<done> take_steps(database& file, const std::vector<migration>& steps,
                        const file_kind& kind) {
  // Asked again: another connection may have been faster.
  const auto version = version_of(file, steps, kind);
  if (!version)
    return version.error();
  if (*version == 0)
    for (const auto& x :
         {"PRAGMA application_id = " + std::to_string(kind.application_id),
          std::string{"CREATE TABLE schema_version (version INTEGER NOT NULL)"},
          std::string{"INSERT INTO schema_version VALUES (0)"}})
      if (auto ran = file.run(x); !ran)
        return ran.error();
  for (auto i = static_cast<std::size_t>(*version); i < steps.size(); ++i)
    for (const auto& statement : steps[i])
      if (auto ran = file.run(statement); !ran)
        return ran.error();
  if (auto ran = file.run("UPDATE schema_version SET version = ?",
                          {static_cast<std::int64_t>(steps.size())});
      !ran)
    return ran.error();
  return done{};
}

} // namespace

const std::vector<migration>& migrations() {
  // No index: the tables are small, and one more copy of a key is one more
  // thing that can be damaged.
  static const auto steps = std::vector<migration>{
    {
      R"(CREATE TABLE mode (mode TEXT NOT NULL, sum INTEGER NOT NULL))",
      R"(CREATE TABLE halt (halted INTEGER NOT NULL, reason TEXT NOT NULL,
                            sum INTEGER NOT NULL))",
      R"(CREATE TABLE nonce_mark (key TEXT NOT NULL, mark INTEGER NOT NULL,
                                  sum INTEGER NOT NULL))",
      R"(CREATE TABLE budget_set (owner TEXT NOT NULL,
                                  taken_at_ms INTEGER NOT NULL,
                                  taken_at_steady_ns INTEGER,
                                  clean INTEGER NOT NULL,
                                  budgets INTEGER NOT NULL,
                                  sum INTEGER NOT NULL))",
      R"(CREATE TABLE budget (owner TEXT NOT NULL, place INTEGER NOT NULL,
                              id TEXT NOT NULL, entries TEXT NOT NULL,
                              debt REAL NOT NULL, factor REAL NOT NULL,
                              cut_age_ns INTEGER NOT NULL, held_for_ns INTEGER,
                              banned_for_ns INTEGER, ahead INTEGER NOT NULL,
                              sum INTEGER NOT NULL))",
      R"(CREATE TABLE seal (rows INTEGER NOT NULL, sum INTEGER NOT NULL))",
      "INSERT INTO seal VALUES (0, 0)",
    },
    {
      R"(CREATE TABLE journal_mark (identity INTEGER NOT NULL,
                                    entries INTEGER NOT NULL,
                                    last_sum INTEGER NOT NULL,
                                    sum INTEGER NOT NULL))",
    },
  };
  return steps;
}

result<std::int64_t> version_of(database& file,
                                const std::vector<migration>& steps,
                                const file_kind& kind) {
  auto version = stored_version(file, kind);
  if (!version)
    return version;
  if (auto checked = check_version(*version, steps.size(), kind); !checked)
    return checked.error();
  return version;
}

result<done> migrate(database& file, const std::vector<migration>& steps,
                     const file_kind& kind) {
  const auto version = version_of(file, steps, kind);
  if (!version)
    return version.error();
  if (static_cast<std::size_t>(*version) == steps.size())
    return done{};
  return file.transaction([&] { return take_steps(file, steps, kind); });
}

} // namespace ballast::store
