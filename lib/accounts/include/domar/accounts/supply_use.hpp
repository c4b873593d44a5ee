#pragma once
/// @file Supply and use: the symmetric table that models A to D make of them.

#include <string>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/labels.hpp"
#include "domar/base/result.hpp"

namespace domar::accounts {

/// Domestic supply and use of one country at basic prices, in one unit. Rows of U and Y are
/// products, columns of U and W are industries.
struct SupplyUse {
  Labels products;
  Labels industries;
  std::vector<std::string> final_uses;  ///< columns of Y
  std::vector<std::string> incomes;     ///< rows of W: imported inputs, taxes, value added ...
  Matrix V;  ///< supply, products x industries: what each industry makes of each product
  Matrix U;  ///< use, products x industries
  Matrix Y;  ///< final use, products x final uses
  Matrix W;  ///< what else each industry pays, incomes x industries
};

/// How products and industries become one. After Eurostat (2008), "Manual of Supply, Use and
/// Input-Output Tables", chapter 11.
enum class SymmetricModel {
  A,  ///< product x product, product technology: a product is made one way wherever it is made.
      ///< Needs as many products as industries; may give negative flows
  B,  ///< product x product, industry technology: an industry makes all its products one way
  C,  ///< industry x industry, fixed industry sales structure. As A, may give negative flows
  D   ///< industry x industry, fixed product sales structure: a product is bought in the same
      ///< proportions from all that make it, whoever buys
};

/// "A" to "D". @error not_found  none of them.
Result<SymmetricModel> parse_symmetric_model(const std::string& name);

/// A flow below zero, which models A and C can make.
struct NegativeFlow {
  std::string row;
  std::string col;
  double value = 0.0;
};

/// Symmetric table: rows sum to output over inputs and final uses, columns over inputs and incomes.
struct SymmetricTable {
  Labels sectors;                      ///< products (A, B) or industries (C, D)
  Matrix Z;                            ///< inputs, n x n
  Matrix Y;                            ///< final use, n x final uses
  Matrix W;                            ///< incomes x n
  std::vector<NegativeFlow> negative;  ///< in Z, largest first
};

/// With q product output (row sums of V), g industry output (column sums), and T the
/// transformation:
///   A  T = V^-1 diag(q) (products x products by way of industries):  Z = U T,  W' = W T,  Y
///   B  T = diag(g)^-1 V':                                            Z = U T,  W' = W T,  Y
///   C  T = diag(g) V^-1:                                             Z = T U,  W,  Y' = T Y
///   D  T = V' diag(q)^-1:                                            Z = T U,  W,  Y' = T Y
///
/// @error shape_mismatch  matrices and labels do not fit; with A and C also products and industries
///                        that are not equally many.
/// @error bad_value       a number is not finite; supply is negative.
/// @error unbalanced      a product's supply is not its use, or an industry's output not its costs
///                        (1e-6 of it); the worst is named.
/// @error infeasible      the supply table of A or C cannot be inverted; industries or products
///                        without output with A and C.
Result<SymmetricTable> make_symmetric(const SupplyUse& table, SymmetricModel model);

}  // namespace domar::accounts
