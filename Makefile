# make, make check, make install [PREFIX=/usr/local] [DESTDIR=]; everything else is CMake.
PREFIX ?= /usr/local

.PHONY: all check install
all:
	@tools/install-packages build
	@tools/build release

check:
	@./check

install: all
	cmake --install build/release --prefix $(PREFIX)
