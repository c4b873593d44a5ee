#pragma once
/// @file Recognise: by which names and labels each format is known.

namespace domar::readers::world {

struct TableLook;

[[nodiscard]] bool is_nbs(const TableLook& look);
[[nodiscard]] bool is_icio(const TableLook& look);
[[nodiscard]] bool is_oecd_national(const TableLook& look);
[[nodiscard]] bool is_wiod(const TableLook& look);
[[nodiscard]] bool is_adb(const TableLook& look);
[[nodiscard]] bool is_wiod_national(const TableLook& look);
[[nodiscard]] bool is_description(const TableLook& look);
[[nodiscard]] bool is_domar_table(const TableLook& look);
[[nodiscard]] bool is_wiod_arrays(const TableLook& look);
[[nodiscard]] bool is_figaro(const TableLook& look);
[[nodiscard]] bool is_eora26(const TableLook& look);
[[nodiscard]] bool is_exiobase(const TableLook& look);
[[nodiscard]] bool is_gloria(const TableLook& look);
[[nodiscard]] bool is_caliendo_parro(const TableLook& look);
[[nodiscard]] bool is_exvatools(const TableLook& look);
[[nodiscard]] bool is_pymrio(const TableLook& look);

}  // namespace domar::readers::world
