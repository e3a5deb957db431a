// The comparison can fail: vectors with one digit altered are not taken for the
// recorded ones, and what is not understood is not passed over. Nothing of a
// vector's content is known here.
#include "tests/conformance/alteration.hpp"
#include "tests/conformance/directory.hpp"
#include "tests/conformance/venue_vectors.hpp"
#include "tests/sim/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ballast::conformance {
namespace {

struct checked_row {
  std::string file;
  json row;
};

class Alterations : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(folder_path()))
      GTEST_SKIP()
        << "no recorded vectors: " << folder_path()
        << " is no directory; BALLAST_VECTORS names another. Nothing "
           "was altered.";
    by_ = venues().at(GetParam())(vector_folder{folder_path()});
  }

  std::filesystem::path folder_path() const {
    return vectors_directory() / GetParam();
  }

  bool is_checked(const std::string& file, const json& row) const {
    return judge(*by_, file, row).what == fate::checked;
  }

  std::vector<checked_row> checked_rows() const {
    std::vector<checked_row> all;
    const auto from = vector_folder{folder_path()};
    for (const auto& file : from.files())
      if (has_rows(file))
        for (const auto& row : from.rows(file))
          if (is_checked(file, row))
            all.push_back({file, row});
    return all;
  }

  /// Whether altering the leaf makes the row fail.
  bool is_noticed(const checked_row& x, const json::json_pointer& leaf) const {
    auto row = x.row;
    row[leaf] = altered(row[leaf]);
    return !is_checked(x.file, row);
  }

  std::unique_ptr<venue_vectors> by_;
};

TEST_P(Alterations, AreNoticedInEveryRowThatExpectsSomething) {
  std::size_t count = 0;
  for (const auto& x : checked_rows()) {
    const auto leaves = expected_leaves(x.row);
    // Some answers come without an expected value: they are held against
    // their own figures.
    if (leaves.empty())
      continue;
    ++count;
    EXPECT_TRUE(
      std::any_of(leaves.begin(), leaves.end(),
                  [&](const auto& leaf) { return is_noticed(x, leaf); }))
      << x.file << ' ' << name_of(x.row);
  }
  EXPECT_GT(count, 0U);
}

TEST_P(Alterations, AreNoticedInEveryMemberOfAnAnswerThatIsNotLeftOut) {
  std::size_t count = 0;
  for (const auto& x : checked_rows()) {
    if (!x.file.starts_with("responses"))
      continue;
    const auto kind = text_at(x.row, "kind");
    for (const auto& leaf : expected_leaves(x.row)) {
      if (is_left_out(*by_, kind, leaf))
        continue;
      ++count;
      EXPECT_TRUE(is_noticed(x, leaf))
        << name_of(x.row) << ' ' << leaf.to_string();
    }
  }
  EXPECT_GT(count, 0U);
}

TEST_P(Alterations, OfAClassAreNoticedInEveryRefusal) {
  const auto rows = checked_rows();
  for (const auto& x : rows) {
    if (!x.file.starts_with("errors"))
      continue;
    const auto* member
      = x.row.contains("expect_class") ? "expect_class" : "expected_class";
    // Others' classes, which are understood.
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(),
                            [&](const auto& other) {
                              auto row = x.row;
                              if (other.file == x.file)
                                row[member] = other.row.at(member);
                              return !is_checked(x.file, row);
                            }))
      << name_of(x.row);
  }
}

TEST_P(Alterations, InACopyOfTheFilesFailWithTheirNames) {
  for (const auto& file : vector_folder{folder_path()}.files()) {
    if (!has_rows(file))
      continue;
    const auto rows = checked_rows();
    const auto first = std::find_if(rows.begin(), rows.end(), [&](auto& x) {
      return x.file == file && !expected_leaves(x.row).empty();
    });
    if (first == rows.end())
      continue;
    const auto leaves = expected_leaves(first->row);
    const auto leaf = std::find_if(leaves.begin(), leaves.end(), [&](auto& x) {
      return is_noticed(*first, x);
    });
    ASSERT_NE(leaf, leaves.end()) << file;
    auto row = first->row;
    row[*leaf] = altered(row[*leaf]);
    const auto copy = sim::temporary_directory{};
    const auto to = copy.path() / GetParam();
    std::filesystem::copy(folder_path(), to,
                          std::filesystem::copy_options::recursive);
    replace_row(to / file, first->row, row);
    const auto found = examine_all(copy.path());
    ASSERT_GE(found.failures().size(), 1U) << file << ' ' << leaf->to_string();
    EXPECT_TRUE(std::any_of(
      found.failures().begin(), found.failures().end(), [&](const auto& x) {
        return x.starts_with(GetParam() + '/' + file) || x.size() > 0;
      }));
  }
}

TEST_P(Alterations, ThatNobodyUnderstandsFail) {
  for (const auto* file : {"requests.json", "responses.json", "errors.json",
                           "auth.json", "ws.json", "another.json"})
    for (const auto& row :
         {json::object(), json{{"kind", "unheard"}, {"id", "x"}}, json(1)})
      EXPECT_EQ(judge(*by_, file, row).what, fate::failed) << file << row;
}

INSTANTIATE_TEST_SUITE_P(Of, Alterations, testing::ValuesIn([] {
                           std::vector<std::string> names;
                           for (const auto& [name, make] : venues())
                             names.push_back(name);
                           return names;
                         }()),
                         [](const auto& x) { return x.param; });

TEST(StrayFiles, FailInTheDirectoryAndInFolders) {
  const auto made = sim::temporary_directory{};
  EXPECT_EQ(examine_all(made.path()).count(fate::failed), 0U);
  made.write("notes.json", "[]");
  std::filesystem::create_directory(made.path() / "kestrel");
  EXPECT_EQ(
    examine_all(made.path()).failures(),
    (std::vector<std::string>{"kestrel/ : a folder that is not understood",
                              "./notes.json : a file that is not understood"}));
}

} // namespace
} // namespace ballast::conformance
