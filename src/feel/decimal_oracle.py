"""Holds results against Python's decimal module, an implementation of IEEE 754-2008 of its own.

Reads lines `operation a b result` (`nothing` for no result) from the file named, and prints those that differ.
All must agree to the last digit, but for exp and ln, which may differ by two units in the last of 34: that is all that
the standard asks of them.
"""
import decimal
import sys

D = decimal.Decimal
standard = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1, traps=[])
wide = decimal.Context(prec=4000, rounding=decimal.ROUND_HALF_EVEN, Emin=-99999, Emax=99999, traps=[])
roundings = {
    'half_even': decimal.ROUND_HALF_EVEN, 'down': decimal.ROUND_DOWN, 'up': decimal.ROUND_UP,
    'half_down': decimal.ROUND_HALF_DOWN, 'half_up': decimal.ROUND_HALF_UP, 'floor': decimal.ROUND_FLOOR,
    'ceiling': decimal.ROUND_CEILING,
}


def modulo(a, b):
    if b == 0:
        return None
    rest = wide.remainder(a, b)
    if rest != 0 and (rest < 0) != (b < 0):
        rest = wide.add(rest, b)
    return standard.plus(rest)


def rounded(a, scale, mode):
    unit = D(1).scaleb(-scale, context=wide)
    return a.quantize(unit, rounding=roundings[mode], context=wide) if a.as_tuple().exponent < -scale else a


def power(a, n):
    if a == 0:
        return (D(1) if n == 0 else D(0)) if n >= 0 else None
    result = wide.power(a, abs(n))
    return result if n >= 0 else wide.divide(D(1), result)


def close(got, want):
    return abs(wide.subtract(got, want)) <= abs(wide.multiply(want, D('2E-33')))


def right(operation, a, b, got):
    if operation == 'text':
        plain = standard.create_decimal(a)
        return got == ('0' if plain == 0 else format(plain.normalize(standard), 'f'))
    a = standard.create_decimal(a)
    if operation == 'compare':
        b = standard.create_decimal(b)
        return got == ('<' if a < b else '>' if a > b else '=')
    tolerant = False
    if operation in ('add', 'subtract', 'multiply', 'divide'):
        want = getattr(standard, operation)(a, standard.create_decimal(b))
    elif operation == 'modulo':
        want = modulo(a, standard.create_decimal(b))
    elif operation == 'sqrt':
        want = standard.sqrt(a)
    elif operation in ('exp', 'ln'):
        want = getattr(standard, operation)(a)
        tolerant = True
    elif operation == 'power':
        want = power(a, int(b))
        if want is not None:
            want = standard.plus(want)
    else:
        want = rounded(a, int(b), operation)
    if want is None or not want.is_finite():
        return got == 'nothing'
    if got == 'nothing':
        return False
    return close(D(got), want) if tolerant else D(got) == want


wrong = 0
count = 0
for line in open(sys.argv[1]):
    count += 1
    operation, a, b, got = line.split()
    if not right(operation, a, b, got):
        wrong += 1
        if wrong <= 20:
            print(line.strip())
print(count, 'operations,', wrong, 'differ')
sys.exit(1 if wrong or count == 0 else 0)
