"""Makes a library that asks for GLIBCXX_3.4.32 ask for 3.4.30: name and ELF hash of the version. Usage: needs_libstdcxx_13.py LIBRARY"""
import struct
import sys


def elf_hash(text):
    value = 0
    for byte in text.encode():
        value = (value << 4) + byte
        high = value & 0xF0000000
        if high:
            value ^= high >> 24
        value &= ~high
    return value


path, old, new = sys.argv[1], "GLIBCXX_3.4.32", "GLIBCXX_3.4.30"
with open(path, "rb") as file:
    data = bytearray(file.read())
name = data.find(old.encode() + b"\0")
assert name > 0, f"{path} does not ask for {old}"
data[name:name + len(new)] = new.encode()
place = data.find(struct.pack("<I", elf_hash(old)))
data[place:place + 4] = struct.pack("<I", elf_hash(new))
with open(path, "wb") as file:
    file.write(data)
