"""Network addresses: where a host name leads, and whether that is out on the internet.

A page that a person names may send on to a machine inside their network, and a name may lead to
one address when it is checked and to another when it is used. So a name is looked up once, and
what is connected to is the address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

#: RFC 6052: an IPv6 network in which the last four bytes are an IPv4 address.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether ``address`` is one of the open internet.

    Not so loopback, private, link-local, shared, reserved, unspecified and multicast addresses,
    and those of IPv6 that carry such an address of IPv4.
    """
    # A link-local address may name its interface: fe80::1%eth0.
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = list(_carried(parsed))
    if carried:
        return all(_is_public(one) for one in carried)
    return _is_public(parsed)


def _is_public(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_private
        or address.is_reserved
        or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
    )


def _carried(address: Address) -> Iterator[Address]:
    """The IPv4 addresses that an IPv6 address leads to by way of a translator or a tunnel."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    # ::/96 but for :: and ::1 is the old form of a mapped address.
    if address in _TRANSLATED or 1 < int(address) < 1 << 32:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses that ``host`` leads to, in the order in which the system would try them.

    Raises ``OSError`` when the name is not known, ``TimeoutError`` after so many seconds.
    """
    found: list[str] = []
    problems: list[Exception] = []

    def look_up() -> None:
        try:
            for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append(str(place[0]))
        except (OSError, ValueError) as error:
            problems.append(error)

    # The system's own look-up cannot be stopped; a thread can be left to itself.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(seconds, 0))
    if thread.is_alive():
        raise TimeoutError("its name takes too long to look up")
    if problems:
        raise OSError("its name is not known") from problems[0]
    return list(dict.fromkeys(found))
