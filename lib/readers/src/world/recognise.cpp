#include "world/recognise.hpp"

#include <algorithm>
#include <string>

#include "domar/base/text.hpp"
#include "domar/readers/world/world_table.hpp"
#include "world/labelled_table.hpp"
#include "world/table_look.hpp"

namespace domar::readers::world {

namespace {

bool has_flows(const TableLook& look) {
  return look.has_file("Z.txt") || look.has_file("trade_flows_Z.txt") ||
         (look.has_file("A.txt") && look.has_file("x.txt"));
}

/// EXIOBASE names its folders IOT_2011_ixi, its regions WA, WL, WE, WF, WM.
bool has_exiobase_name(const TableLook& look) {
  const std::string name = lower_case(look.file);
  const auto names_it = [](const std::string& text) {
    return text.starts_with("iot_") &&
           (text.find("_ixi") != std::string::npos || text.find("_pxp") != std::string::npos);
  };
  return names_it(name) || name.find("exiobase") != std::string::npos ||
         std::any_of(look.names.begin(), look.names.end(),
                     [&](const std::string& path) { return names_it(lower_case(path)); });
}

}  // namespace

bool is_nbs(const TableLook& look) {
  return look.has_line_with({"Code", "FU201"}) || look.has_line_with({"Code", "TIU"});
}

/// REG_HFCE, REG_GFCF or the like in the first line; in the edition of 2016 HFCE_REG.
bool is_icio(const TableLook& look) {
  if (look.lines.empty() || is_figaro(look) || is_oecd_national(look)) return false;
  const auto& first = look.lines.front();
  return std::any_of(first.begin(), first.end(), [](const std::string& name) {
    const Account account = split_label(name);
    const bool usual = !account.region.empty() && account.region.size() <= 3;
    return (usual && final_use_kind(account.code)) ||
           (account.code.size() == 3 && final_use_kind(account.region));
  });
}

bool is_oecd_national(const TableLook& look) {
  return look.has_line_with({"Code", "HFCE", "IMPO"});
}

/// Industries are numbered c1, c2 ... (rows r1) in both releases of WIOD and in ADB's tables.
bool has_numbered_industries(const TableLook& look) {
  return look.has_line_with({"c1", "c2"}) || look.has_line_with({"r1"});
}

bool is_adb(const TableLook& look) {
  return has_numbered_industries(look) && look.has_line_with({"F1", "F5"});
}

bool is_wiod(const TableLook& look) { return has_numbered_industries(look) && !is_adb(look); }

bool is_wiod_national(const TableLook& look) {
  return look.has_line_with({"Year", "Code", "Origin", "CONS_h", "GO"}) ||
         (look.file.find("niot") != std::string::npos &&
          look.file.find(".f64") != std::string::npos);
}

bool is_description(const TableLook& look) { return look.file.ends_with(".toml"); }

bool is_domar_table(const TableLook& look) { return look.has_line_with({"domar-table", "1"}); }

bool is_wiod_arrays(const TableLook& look) {
  return look.file.find(".i32") != std::string::npos ||
         look.file.find("_ZF.f32") != std::string::npos;
}

bool is_figaro(const TableLook& look) {
  return look.has_line_with({"rowLabels"}) ||
         look.has_line_with({"refArea", "counterpartArea", "obsValue"});
}

bool is_eora26(const TableLook& look) {
  return std::any_of(look.names.begin(), look.names.end(), [](const std::string& name) {
    return name.find("Eora26_") != std::string::npos && name.ends_with("_T.txt");
  });
}

bool is_gloria(const TableLook& look) {
  return std::any_of(look.names.begin(), look.names.end(), [](const std::string& name) {
    return name.find("_120secMother_AllCountries_002_T-Results_") != std::string::npos;
  });
}

bool is_caliendo_parro(const TableLook& look) {
  const auto has = [&](const std::string& stem) {
    return look.has_file(stem + ".csv") || look.has_file(stem + ".csv.gz");
  };
  return has("trade") && has("intermediate_consumption") && has("final_consumption") &&
         has("value_added");
}

bool is_exvatools(const TableLook& look) { return look.file.ends_with("_Z.csv"); }

bool is_exiobase(const TableLook& look) { return has_flows(look) && has_exiobase_name(look); }

bool is_pymrio(const TableLook& look) { return has_flows(look) && !has_exiobase_name(look); }

}  // namespace domar::readers::world
