#include "tests/e2e/scene.hpp"

#include "net/https_transport.hpp"

#include <cctype>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

namespace ballast::test {

using namespace std::chrono_literals;

namespace {

std::filesystem::path fresh_directory() {
  auto name
    = (std::filesystem::temp_directory_path() / "ballast-e2e-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::runtime_error{"no temporary directory"};
  return name;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

page send(const std::string& base, net::call call,
          const std::string& authority_file) {
  net::https_transport_options options;
  options.loopback_ca_file = authority_file;
  net::https_transport transport{options};
  call.base = base;
  std::promise<net::outcome> promise;
  auto future = promise.get_future();
  net::deadlines when;
  when.ready = 5s;
  transport.send(std::move(call), when, [&promise](net::outcome x) {
    promise.set_value(std::move(x));
  });
  auto end = future.get();
  if (auto* reply = std::get_if<net::reply>(&end))
    return {reply->status, std::move(reply->body)};
  return {};
}

page fetch(const std::string& base, const std::string& target,
           const std::string& authority_file) {
  net::call call;
  call.target = target;
  return send(base, std::move(call), authority_file);
}

nlohmann::json row_of(const nlohmann::json& status, const std::string& venue) {
  for (const auto& row : status["venues"])
    if (row["venue"] == venue)
      return row;
  throw std::runtime_error{"no row of " + venue + " in " + status.dump()};
}

ended run_to_end(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment,
                 const std::string& directory) {
  auto all = arguments;
  all.insert(all.begin(), BALLAST_PROGRAM);
  process child{all, environment, directory};
  const auto status = child.wait_for_end();
  return {status.value_or(-1), child.output()};
}

scene::scene(std::vector<std::string> sim_arguments,
             const std::vector<std::string>& venues)
    : directory_{fresh_directory()} {
  std::vector<std::string> arguments{BALLAST_PROGRAM, "exchange-sim"};
  arguments.insert(arguments.end(), venues.begin(), venues.end());
  arguments.insert(arguments.end(), sim_arguments.begin(), sim_arguments.end());
  venue_ = std::make_unique<process>(
    arguments, std::map<std::string, std::string>{}, directory_.string());
  for (const auto& name : venues) {
    const auto line = venue_->wait_for_line("\"venue\"");
    if (!line)
      throw std::runtime_error{"no simulated exchange: " + venue_->output()};
    const auto facts = nlohmann::json::parse(*line);
    facts_.push_back({name, facts["rest"], facts["ws"], facts["key"],
                      facts["secret"], facts["passphrase"], facts["ca"]});
  }
  // Each venue has an authority of its own, a node one file.
  std::string authorities;
  for (const auto& x : facts_)
    if (!x.authority.empty())
      authorities += text_of(x.authority);
  if (!authorities.empty())
    authorities_ = write("authorities.pem", authorities);
  // Most scenes are about what is asked, and how often.
  write("ballast.toml", "[scan]\nmode = \"rotation\"\nstreams = false\n");
}

const scene::venue_facts& scene::facts_of(const std::string& venue) const {
  for (const auto& x : facts_)
    if (venue.empty() || x.name == venue)
      return x;
  throw std::runtime_error{"no venue " + venue + " in this scene"};
}

scene::~scene() {
  venue_->send_signal(SIGTERM);
  venue_->wait_for_end();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::map<std::string, std::string> scene::environment() const {
  std::map<std::string, std::string> result;
  for (const auto& x : facts_) {
    auto name = x.name;
    for (auto& c : name)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    result["BALLAST_" + name + "_REST_URL"] = x.rest;
    result[name + "_MASTER_API_KEY"] = x.key;
    result[name + "_MASTER_API_SECRET"] = x.secret;
    if (!x.passphrase.empty())
      result[name + "_MASTER_PASSPHRASE"] = x.passphrase;
    if (!x.authority.empty())
      result["BALLAST_CA_FILE"] = authorities_;
  }
  return result;
}

std::unique_ptr<process>
scene::start(std::vector<std::string> arguments) const {
  return start(std::move(arguments), environment());
}

std::unique_ptr<process>
scene::start(std::vector<std::string> arguments,
             const std::map<std::string, std::string>& environment) const {
  arguments.insert(arguments.begin(), BALLAST_PROGRAM);
  return std::make_unique<process>(std::move(arguments), environment,
                                   directory_.string());
}

nlohmann::json scene::stats(const std::string& venue) const {
  const auto& x = facts_of(venue);
  return nlohmann::json::parse(fetch(x.rest, "/sim/stats", x.authority).body);
}

void scene::set_faults(const std::string& json,
                       const std::string& venue) const {
  const auto& x = facts_of(venue);
  net::call call;
  call.method = "POST";
  call.target = "/sim/faults";
  call.headers = {{"Content-Type", "application/json"}};
  call.body = json;
  const auto reply = send(x.rest, std::move(call), x.authority);
  if (reply.status != 200)
    throw std::runtime_error{"faults are not taken: " + reply.body};
}

std::string scene::write(const std::string& name,
                         const std::string& text) const {
  const auto path = directory_ / name;
  std::ofstream{path} << text;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read
                                       | std::filesystem::perms::owner_write);
  return path.string();
}

} // namespace ballast::test
