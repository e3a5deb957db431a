#include "store/sealed_tables.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace ballast::store {

namespace {

constexpr auto table_names = std::array<const char*, 6>{
  "mode", "halt", "nonce_mark", "budget_set", "budget", "journal_mark"};

fault damaged(const std::string& what) {
  return fault{ec::corrupt,
               "the state file is damaged: " + what
                 + "; move it away to start from what the venues say"};
}

/// Spreads a sum before it is added to others, so that two changes do not
/// cancel each other out (the finalizer of SplitMix64).
std::uint64_t mixed(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

} // namespace

result<std::vector<row>> sealed_tables::read(const std::string& table) {
  auto rows = file_.run("SELECT * FROM " + table + " ORDER BY rowid");
  if (!rows)
    return rows.error();
  for (auto& cells : *rows) {
    if (cells.empty())
      return damaged("table " + table + " has no columns");
    const auto stored = std::move(cells.back());
    cells.pop_back();
    if (stored != cell{sum_of(table, cells)})
      return damaged("a row of table " + table + " does not fit its sum");
  }
  return rows;
}

result<done> sealed_tables::append(const std::string& table, row cells) {
  auto places = std::string{"?"};
  for (std::size_t i = 0; i < cells.size(); ++i)
    places += ", ?";
  cells.emplace_back(sum_of(table, cells));
  auto ran
    = file_.run("INSERT INTO " + table + " VALUES (" + places + ')', cells);
  if (!ran)
    return ran.error();
  return done{};
}

result<done> sealed_tables::remove(const std::string& table,
                                   const std::string& column,
                                   const std::string& text) {
  auto ran
    = file_.run("DELETE FROM " + table + " WHERE " + column + " = ?", {text});
  if (!ran)
    return ran.error();
  return done{};
}

result<done> sealed_tables::clear(const std::string& table) {
  auto ran = file_.run("DELETE FROM " + table);
  if (!ran)
    return ran.error();
  return done{};
}

result<row> sealed_tables::tally() {
  auto count = std::int64_t{0};
  auto total = std::uint64_t{0};
  for (const auto* table : table_names) {
    const auto sums = file_.run(std::string{"SELECT sum FROM "} + table);
    if (!sums)
      return sums.error();
    for (const auto& x : *sums) {
      const auto* sum = std::get_if<std::int64_t>(&x.front());
      if (sum == nullptr)
        return damaged(std::string{"a sum of table "} + table
                       + " is no number");
      ++count;
      total += mixed(static_cast<std::uint64_t>(*sum));
    }
  }
  return row{count, static_cast<std::int64_t>(total)};
}

result<done> sealed_tables::check_seal() {
  const auto stored = file_.run("SELECT rows, sum FROM seal");
  if (!stored)
    return stored.error();
  const auto found = tally();
  if (!found)
    return found.error();
  if (stored->size() != 1 || stored->front() != *found)
    return damaged("its rows do not fit its seal");
  return done{};
}

result<done> sealed_tables::seal() {
  const auto found = tally();
  if (!found)
    return found.error();
  auto ran = file_.run("UPDATE seal SET rows = ?, sum = ?", *found);
  if (!ran)
    return ran.error();
  return done{};
}

result<done> sealed_tables::check_all() {
  for (const auto* table : table_names)
    if (auto rows = read(table); !rows)
      return rows.error();
  return check_seal();
}

} // namespace ballast::store
