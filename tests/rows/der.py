# SPDX-License-Identifier: BSD-2-Clause
"""DER (X.690), as much as certificates, Kerberos and LDAP need."""


def tagged(tag, content):
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content


def integer(value):
    return tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def enumerated(value):
    return tagged(0x0a, bytes([value]))


def octets(value):
    return tagged(0x04, value)


def sequence(*parts):
    return tagged(0x30, b"".join(parts))


def explicit(number, content):
    return tagged(0xa0 + number, content)


def object_id(dotted):
    numbers = [int(part) for part in dotted.split(".")]
    out = bytes([numbers[0] * 40 + numbers[1]])
    for number in numbers[2:]:
        groups = [number & 0x7f]
        while number > 0x7f:
            number >>= 7
            groups.append(0x80 | number & 0x7f)
        out += bytes(reversed(groups))
    return tagged(0x06, out)
