#pragma once
/// @file Result<T>: a value, or an error written for the person who can repair it.

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace domar {

/// What kind of thing went wrong. One table (exit_status) turns it into the exit code of every
/// door.
enum class ErrorCode {
  bad_input,       ///< a file or argument cannot be read as what it should be
  shape_mismatch,  ///< sizes or labels of two inputs do not fit
  bad_value,       ///< a number is negative, not finite or out of its range
  not_found,       ///< a name, key or file does not exist
  unbalanced,      ///< rows and columns of a table disagree
  not_productive,  ///< sectors together use up at least what they make (Hawkins-Simon fails)
  usage,           ///< the command line cannot be understood
  no_convergence,  ///< a solver stopped before its tolerance
  infeasible,      ///< no solution exists, as far as the solver can tell
  interrupted,     ///< the user asked to stop
  internal         ///< our own mistake
};

/// An error: what happened, where, and what to try.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string what;   ///< one sentence, no full stop
  std::string where;  ///< "file:line:column", or a region, sector or market; may be empty
  std::string hint;   ///< what to try; may be empty
  std::string quote;  ///< the offending line with a marker below it; may be empty

  /// "where: what", the quoted line and the hint, ready for stderr.
  [[nodiscard]] std::string message() const;
};

/// Exit status of the command line for an error: 1 internal, 2 usage, 3 bad input, 4 did not
/// converge, 5 infeasible, 130 interrupted.
[[nodiscard]] int exit_status(ErrorCode code);

/// The code's name as users and other programs see it, for example "bad_input".
[[nodiscard]] const char* name_of(ErrorCode code);

/// For those who prefer exceptions: thrown by Result::value().
class DomarError : public std::runtime_error {
 public:
  explicit DomarError(Error error)
      : std::runtime_error(error.message()), error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
};

/// Either a T or an Error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : content_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(content_); }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return require(); }
  [[nodiscard]] const T& value() const& { return const_cast<Result*>(this)->require(); }
  [[nodiscard]] T&& value() && { return std::move(require()); }
  T* operator->() { return &require(); }
  const T* operator->() const { return &const_cast<Result*>(this)->require(); }
  T& operator*() & { return require(); }
  const T& operator*() const& { return const_cast<Result*>(this)->require(); }

  /// The error; only when !ok().
  [[nodiscard]] const Error& error() const { return std::get<Error>(content_); }

 private:
  T& require() {
    if (auto* error = std::get_if<Error>(&content_)) throw DomarError(*error);
    return std::get<T>(content_);
  }
  std::variant<T, Error> content_;
};

/// Success without a value.
struct Done {};
using Status = Result<Done>;

}  // namespace domar
