#include "bench/decode_readers.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <array>
#include <charconv>
#include <utility>

namespace ballast::bench {

namespace {

constexpr auto figures = std::array{&candle::open, &candle::high, &candle::low,
                                    &candle::close, &candle::volume};

double number_in(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

double figure_in(const nlohmann::json& x) {
  return x.is_string() ? number_in(x.get_ref<const std::string&>())
                       : x.get<double>();
}

double figure_in(simdjson::dom::element x) {
  return x.is_string() ? number_in(std::string_view{x}) : double{x};
}

} // namespace

const std::vector<row_shape>& row_shapes() {
  static const std::vector<row_shape> shapes{
    {"coinbase", {"candles"}, {}, {"open", "high", "low", "close", "volume"}},
    {"kraken", {"result", "*"}, {1, 2, 3, 4, 6}, {}},
    {"okx", {"data"}, {1, 2, 3, 4, 5}, {}},
    {"binance", {}, {1, 2, 3, 4, 5}, {}},
    {"alpaca", {"bars", "*"}, {}, {"o", "h", "l", "c", "v"}},
  };
  return shapes;
}

std::vector<candle> read_by_nlohmann(const row_shape& shape,
                                     std::string_view body) {
  const auto whole = nlohmann::json::parse(body);
  const auto* at = &whole;
  for (const auto& step : shape.path)
    at = step == "*" ? &at->begin().value() : &at->at(step);
  std::vector<candle> result;
  result.reserve(at->size());
  for (const auto& row : *at) {
    auto& to = result.emplace_back();
    for (std::size_t i = 0; i < figures.size(); ++i)
      to.*figures[i] = figure_in(shape.names.empty() ? row.at(shape.places[i])
                                                     : row.at(shape.names[i]));
  }
  return result;
}

std::vector<candle> read_by_simdjson(const row_shape& shape,
                                     std::string_view body) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element at = parser.parse(body.data(), body.size());
  for (const auto& step : shape.path)
    at = step == "*" ? (*simdjson::dom::object{at}.begin()).value
                     : simdjson::dom::element{at.at_key(step)};
  const auto rows = simdjson::dom::array{at};
  std::vector<candle> result;
  result.reserve(rows.size());
  for (const auto row : rows) {
    auto& to = result.emplace_back();
    if (shape.names.empty()) {
      std::size_t place = 0;
      std::size_t next = 0;
      for (const auto value : simdjson::dom::array{row}) {
        if (next < figures.size() && place++ == shape.places[next])
          to.*figures[next++] = figure_in(value);
      }
      continue;
    }
    for (std::size_t i = 0; i < figures.size(); ++i)
      to.*figures[i]
        = figure_in(simdjson::dom::element{row.at_key(shape.names[i])});
  }
  return result;
}

std::size_t parse_by_nlohmann(std::string_view body) {
  return nlohmann::json::parse(body).is_null() ? 0 : body.size();
}

std::size_t parse_by_simdjson(std::string_view body) {
  simdjson::dom::parser parser;
  const simdjson::dom::element x = parser.parse(body.data(), body.size());
  return x.is_null() ? 0 : body.size();
}

std::string nlohmann_version() {
  return std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + '.'
         + std::to_string(NLOHMANN_JSON_VERSION_MINOR) + '.'
         + std::to_string(NLOHMANN_JSON_VERSION_PATCH);
}

std::string simdjson_version() {
  return std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + '.'
         + std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + '.'
         + std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
}

} // namespace ballast::bench
