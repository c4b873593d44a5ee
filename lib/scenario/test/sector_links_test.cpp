#include "sector_links.hpp"

#include <gtest/gtest.h>

#include "temp_job.hpp"

namespace domar::scenario {
namespace {

const std::string k_header = "from,to,weight,source,status\n";

Labels sectors() { return Labels::make({"079", "nev"}, {"Vehicles", "Electric vehicles"}).value(); }

TEST(Links, ReadsThemByCodeOrTitle) {
  const TempJob folder;
  const auto links =
      read_links(folder.write("l.csv", k_header + "079,Electric vehicles,0.2,table,derived\n"),
                 sectors())
          .value();
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].from, 0u);
  EXPECT_EQ(links[0].to, 1u);
  EXPECT_EQ(links[0].weight, 0.2);
  EXPECT_EQ(links[0].status, FactStatus::derived);
}

TEST(Links, NameWhatIsWrong) {
  const TempJob folder;
  const auto refused = [&](const std::string& rows) {
    return read_links(folder.write("l.csv", k_header + rows), sectors()).error();
  };
  EXPECT_EQ(refused("078,nev,1,x,seen\n").code, ErrorCode::not_found);
  EXPECT_EQ(refused("079,nev,-1,x,seen\n").what, "weight -1 is below 0");
  EXPECT_EQ(refused("079,079,1,x,seen\n").what, "a sector is linked to itself");
  const Error twice = refused("079,nev,1,x,seen\n079,nev,2,x,seen\n");
  EXPECT_EQ(twice.what, "this link stands twice");
  EXPECT_NE(twice.where.find("l.csv:3:"), std::string::npos) << twice.where;
}

}  // namespace
}  // namespace domar::scenario
