#include "store/schema.hpp"
#include "store/state_store.hpp"
#include "tests/config/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace ballast::store {
namespace {

class Schema : public testing::Test {
protected:
  database open() {
    auto got = database::open(file, std::chrono::milliseconds{100});
    EXPECT_TRUE(got);
    return std::move(*got);
  }
  std::int64_t number(const std::string& query) {
    const auto rows = open().run(query);
    EXPECT_TRUE(rows) << rows.error().text;
    return std::get<std::int64_t>(rows->at(0).at(0));
  }
  fault refusal_of_store() {
    const auto got = state_store::open(file, {.mode = "paper"});
    EXPECT_FALSE(got);
    return got ? fault{} : got.error();
  }

  test::temporary_directory place;
  std::filesystem::path file = place.path() / "state.db";
  const std::vector<migration> one = {{"CREATE TABLE a (x)"}};
  const std::vector<migration> two
    = {one[0], {"INSERT INTO a VALUES (1)", "CREATE TABLE b (x)"}};
};

TEST_F(Schema, TakesAnEmptyFileToTheNewestVersion) {
  auto fresh = open();
  ASSERT_TRUE(migrate(fresh, two));
  EXPECT_EQ(number("SELECT version FROM schema_version"), 2);
  EXPECT_EQ(number("PRAGMA application_id"), state_file.application_id);
}

TEST_F(Schema, TakesOnlyTheStepsThatAreMissing) {
  auto fresh = open();
  ASSERT_TRUE(migrate(fresh, one));
  ASSERT_TRUE(migrate(fresh, two));
  ASSERT_TRUE(migrate(fresh, two));
  EXPECT_EQ(number("SELECT version FROM schema_version"), 2);
  EXPECT_EQ(number("SELECT count(*) FROM a"), 1);
}

TEST_F(Schema, FaultP13_FailedMigrationLeavesTheFileAsItWas) {
  auto old = open();
  ASSERT_TRUE(migrate(old, one));
  auto broken = two;
  broken[1].push_back("CREATE TABLE a (x)");
  EXPECT_FALSE(migrate(old, broken));
  EXPECT_EQ(number("SELECT version FROM schema_version"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM a"), 0);
  EXPECT_TRUE(migrate(old, two));
}

TEST_F(Schema, FaultP13_KilledMigrationLeavesTheFileAsItWas) {
  {
    auto old = open();
    ASSERT_TRUE(migrate(old, one));
    ASSERT_TRUE(old.run("PRAGMA journal_mode = WAL"));
  }
  const auto child = fork();
  if (child == 0) {
    // What `migrate` does, but it ends before the commit; the pages have gone
    // to the disk, as a small cache makes them.
    auto half = database::open(file, std::chrono::milliseconds{100});
    auto done = half && half->run("PRAGMA cache_size = 1")
                && half->run("BEGIN IMMEDIATE");
    for (const auto& statement : two[1])
      done = done && half->run(statement);
    done = done
           && half->run("INSERT INTO a SELECT hex(zeroblob(9000)) FROM "
                        "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT "
                        "x + 1 FROM n WHERE x < 50) SELECT x FROM n)");
    _exit(done ? 0 : 1);
  }
  auto status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_EQ(number("SELECT count(*) FROM a"), 0);
  auto again = open();
  ASSERT_TRUE(migrate(again, two));
  EXPECT_EQ(number("SELECT count(*) FROM a"), 1);
}

TEST_F(Schema, FaultP13_NewerFileIsRefused) {
  auto newer = open();
  auto steps = migrations();
  steps.push_back({"CREATE TABLE later (x)"});
  ASSERT_TRUE(migrate(newer, steps));
  const auto got = refusal_of_store();
  EXPECT_EQ(got.code, ec::refused);
  EXPECT_NE(got.text.find("made by a newer ballast"), std::string::npos);
  EXPECT_EQ(number("SELECT version FROM schema_version"),
            static_cast<std::int64_t>(steps.size()));
}

TEST_F(Schema, FileOfAnotherProgramIsRefusedAndNotTouched) {
  ASSERT_TRUE(open().run("CREATE TABLE theirs (x)"));
  EXPECT_EQ(refusal_of_store().code, ec::refused);
  EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema"), 1);
  EXPECT_EQ(number("PRAGMA application_id"), 0);
  EXPECT_EQ(
    std::get<std::string>(open().run("PRAGMA journal_mode")->at(0).at(0)),
    "delete");
}

TEST_F(Schema, FileWithAnotherProgramsNumberIsRefused) {
  ASSERT_TRUE(open().run("PRAGMA application_id = 7"));
  EXPECT_EQ(refusal_of_store().code, ec::refused);
}

} // namespace
} // namespace ballast::store
