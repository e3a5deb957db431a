#include "tests/conformance/venue_vectors.hpp"

#include "tests/conformance/indicators.hpp"

#include <algorithm>
#include <array>
#include <exception>

namespace ballast::conformance {

namespace {

/// The one folder that is no venue's.
constexpr auto indicators_folder = std::string_view{"indicators"};

std::string stem_of(const std::string& file) {
  return file.substr(0, file.find('.'));
}

judgement judge_unguarded(const venue_vectors& by, const std::string& file,
                          const json& row) {
  const auto stem = stem_of(file);
  if (stem == "requests")
    return by.request(read_request(row));
  if (stem == "responses")
    return by.response(read_response(row));
  if (stem == "errors")
    return by.error(read_error(row));
  if (stem == "auth")
    return by.authentication(row);
  if (stem.starts_with("markets"))
    return by.market(file, row);
  if (stem == "ws" || stem == "ws_messages")
    return by.stream(row);
  return by.other(file, row);
}

/// @param by null in the folder of indicators.
void examine_file(tally& to, const vector_folder& from, const std::string& file,
                  const venue_vectors* by) {
  try {
    for (const auto& row : from.rows(file))
      if (by != nullptr)
        to.add(from.name(), file, endpoint_of(file, row), name_of(row),
               judge(*by, file, row));
      else
        to.add(from.name(), file, text_at(row, "indicator"), name_of(row),
               judge_indicator(row));
  } catch (const std::exception& x) {
    to.add(from.name(), file, "", "", failed(x.what()));
  }
}

std::unique_ptr<venue_vectors> made(tally& to, const vector_folder& from,
                                    venue_factory make) {
  try {
    return make(from);
  } catch (const std::exception& x) {
    to.add(from.name(), "", "", "", failed(x.what()));
    return nullptr;
  }
}

} // namespace

judgement venue_vectors::stream(const json& row) const {
  constexpr auto directions = std::array<std::string_view, 5>{
    "in", "out", "scenario", "server_to_client", "client_to_server"};
  const auto direction = text_at(row, "direction");
  const auto is_known
    = std::find(directions.begin(), directions.end(), direction)
      != directions.end();
  if (!is_known || !row.contains("raw") || text_at(row, "kind").empty())
    return failed("no message of a stream: its direction, kind or content is "
                  "not understood");
  return left_out("not in this version: streams");
}

judgement venue_vectors::other(const std::string& /*file*/,
                               const json& /*row*/) const {
  return failed("a file that is not understood");
}

std::string less_members(const venue_vectors& by, const std::string& kind) {
  std::string text;
  for (const auto& x : by.members_left_out())
    if (x.starts_with(kind + '.'))
      text += (text.empty() ? "less " : ", ") + x.substr(kind.size() + 1);
  return text;
}

const std::map<std::string, venue_factory, std::less<>>& venues() {
  static const auto result = std::map<std::string, venue_factory, std::less<>>{
    {"alpaca", make_alpaca_vectors},     {"binance", make_binance_vectors},
    {"coinbase", make_coinbase_vectors}, {"kraken", make_kraken_vectors},
    {"okx", make_okx_vectors},
  };
  return result;
}

std::string endpoint_of(const std::string& file, const json& row) {
  const auto stem = stem_of(file);
  const auto kind = text_at(row, "kind");
  if (stem == "ws" || stem == "ws_messages")
    return text_at(row, "direction");
  return stem == "requests" || stem == "responses" ? kind : stem;
}

judgement judge(const venue_vectors& by, const std::string& file,
                const json& row) {
  try {
    return judge_unguarded(by, file, row);
  } catch (const std::exception& x) {
    return failed(std::string{"not understood: "} + x.what());
  }
}

bool has_rows(const std::string& file) {
  return file != "README.md" && file != "keys.json";
}

void examine(tally& to, const vector_folder& from) {
  const auto known = venues().find(from.name());
  std::unique_ptr<venue_vectors> by;
  if (known != venues().end()) {
    by = made(to, from, known->second);
    if (!by)
      return;
  } else if (from.name() != indicators_folder) {
    to.add(from.name(), "", "", "", failed("a folder that is not understood"));
    return;
  }
  for (const auto& file : from.files())
    if (has_rows(file))
      examine_file(to, from, file, by.get());
}

tally examine_all(const std::filesystem::path& directory) {
  tally result;
  for (const auto& name : vector_folder{directory}.files()) {
    const auto path = directory / name;
    if (std::filesystem::is_directory(path))
      examine(result, vector_folder{path});
    else if (name != "FORMAT.md")
      result.add(".", name, "", "", failed("a file that is not understood"));
  }
  return result;
}

} // namespace ballast::conformance
