// Tests, tested: with one planted bug switched on, the tests that are named for
// it have to fail.
//
//   trading_bugs_tests --bug=NAME    0: found, 1: not found
//   trading_bugs_tests --bug=none    the copies are the product: all pass
#include BALLAST_BUG_HEADER // As the build says it.

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace {

using namespace ballast::test;

/// Says nothing but which test was the first to fail.
class first_finder : public testing::EmptyTestEventListener {
public:
  void OnTestEnd(const testing::TestInfo& x) override {
    if (x.result()->Failed() && found_.empty())
      found_ = std::string{x.test_suite_name()} + '.' + x.name();
  }
  const std::string& found() const noexcept { return found_; }

private:
  std::string found_;
};

int look_for(const named_bug& x) {
  switched_on = x.bug;
  testing::GTEST_FLAG(filter) = std::string{x.found_by} + '*';
  testing::GTEST_FLAG(fail_fast) = true;
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  auto* finder = new first_finder;
  listeners.Append(finder); // Which owns it from here on.
  const auto missed = RUN_ALL_TESTS() == 0;
  std::printf("%s: %s\n", x.name,
              missed ? "not found" : ("found by " + finder->found()).c_str());
  return missed ? 1 : 0;
}

} // namespace

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  constexpr auto option = std::string_view{"--bug="};
  const auto word = std::string_view{count > 1 ? words[1] : ""};
  const auto name = word.starts_with(option) ? word.substr(option.size()) : "";
  if (name == "none")
    return RUN_ALL_TESTS();
  for (const auto& x : all_bugs())
    if (x.name == name)
      return look_for(x);
  std::fprintf(stderr, "expected --bug=none or the name of a bug\n");
  return 2;
}
