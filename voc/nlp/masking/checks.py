"""What the digits alone can prove: check digits, dates, prefixes."""

from datetime import date

# GB 11643-1999, annex A: weights of the first 17 digits and the check characters for the sum modulo 11.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# First digit and possible second digits of an administrative code (GB/T 2260); 83 for residence permits of people
# from Taiwan.
_PROVINCES = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
    "9": "1",
}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # in the order of the numbers 10 to 35 that Taiwan's cards give them


def is_resident_id(number: str) -> bool:
    """18 characters with a province, a date of birth and the check character of GB 11643.

    >>> is_resident_id("11010519491231002X"), is_resident_id("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or not number[:17].isdecimal() or not has_birth_date(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def has_birth_date(number: str) -> bool:
    """Whether 15 or 18 characters have a province and a date where a resident identity number has them.

    >>> has_birth_date("110105491231002"), has_birth_date("110105491331002")
    (True, False)
    """
    born = number[6:14] if len(number) == 18 else "19" + number[6:12]
    return number[1] in _PROVINCES.get(number[0], "") and _is_date(born)


def _is_date(digits: str) -> bool:
    try:
        return 1880 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2050
    except ValueError:
        return False


def passes_luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B.

    >>> passes_luhn("79927398713"), passes_luhn("79927398710")
    (True, False)
    """
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def is_card_number(number: str) -> bool:
    """A Luhn number with the length and the first digits of a bank card.

    Fewer than 16 digits only for the networks that issue such cards, because barcodes and serials are as long.
    """
    if number[0] in "0178" or len(set(number)) == 1 or not passes_luhn(number):
        return False
    if number[0] == "2":
        return len(number) == 16 and "2221" <= number[:4] <= "2720"
    if len(number) >= 16:
        return len(number) <= 19
    short = {13: ("4",), 14: ("36", "38", "30"), 15: ("34", "37")}
    return number.startswith(short.get(len(number), ("-",)))


def is_taiwan_id(code: str) -> bool:
    """A letter and nine digits with the check digit of Taiwan's identity cards and residence permits.

    >>> is_taiwan_id("A123456789"), is_taiwan_id("A123456788")
    (True, False)
    """
    if len(code) != 10 or code[0] not in _LETTERS or code[1] not in "1289" or not code[1:].isdecimal():
        return False
    number = _LETTERS.index(code[0]) + 10
    weighted = sum(weight * int(digit) for weight, digit in zip((8, 7, 6, 5, 4, 3, 2, 1, 1), code[1:], strict=True))
    return (number // 10 + number % 10 * 9 + weighted) % 10 == 0


def is_hong_kong_id(code: str) -> bool:
    """One or two letters, six digits and the check character of Hong Kong's identity cards.

    >>> is_hong_kong_id("A1234563"), is_hong_kong_id("A1234564")
    (True, False)
    """
    letters = code[:-7]
    if not 1 <= len(letters) <= 2 or not letters.isalpha() or not letters.isascii() or not code[-7:-1].isdecimal():
        return False
    values = [36] * (2 - len(letters)) + [ord(c) - 55 for c in letters.upper()] + [int(c) for c in code[-7:-1]]
    check = -sum(weight * value for weight, value in zip((9, 8, 7, 6, 5, 4, 3, 2), values, strict=True)) % 11
    return code[-1].upper() == ("A" if check == 10 else str(check))


def is_mobile(number: str) -> bool:
    """A mainland number, plain or after 86, 0086 or 0; Taiwan 09…; Hong Kong and Macau only after 852 or 853."""
    for prefix in ("0086", "86", "0", ""):
        rest = number.removeprefix(prefix)
        if number.startswith(prefix) and len(rest) == 11 and rest[0] == "1" and rest[1] in "3456789":
            return True
    return is_taiwan_mobile(number)


def is_taiwan_mobile(number: str) -> bool:
    rest = number.removeprefix("00886").removeprefix("886")
    return (len(number) == 10 and number.startswith("09")) or (
        rest != number and rest.lstrip("0").startswith("9") and len(rest.lstrip("0")) == 9
    )


def is_landline(number: str) -> bool:
    """A mainland area code with seven or eight digits that may begin a local number.

    >>> is_landline("01062345678"), is_landline("4008205555"), is_landline("01012345678")
    (True, False, False)
    """
    if number.startswith(("010", "02")):
        return len(number) == 11 and number[3] in "23456789"
    if number.startswith("0") and len(number) in (11, 12):
        return number[1] in "3456789" and number[4] in "23456789"
    return False
