#pragma once
/// @file Marks for loops that the compiler turns into versions for wider registers.

// Wider registers where the machine has them. Lanes, not registers, fix the order of sums, and
// contraction is off, so all versions give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define DOMAR_VERSIONS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DOMAR_VERSIONS
#endif

// What is written is never what is read; clang has no word for it that does not warn.
#if defined(__GNUC__) && !defined(__clang__)
#define DOMAR_NO_ALIAS _Pragma("GCC ivdep")
#else
#define DOMAR_NO_ALIAS
#endif
