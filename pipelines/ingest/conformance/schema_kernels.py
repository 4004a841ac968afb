"""The kernel that holds each value of each statement against its type.

One walk over the arguments' bytes. The first departure of an attribute is noted, the rest of its value is passed over.
Statements are expected to be sound as syntax; whatever the bytes are, none outside the array is read.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.lexis import (
    CLOSE,
    COMMA,
    DOLLAR,
    HASH,
    OPEN,
    STAR,
    is_digit,
    is_letter,
    past_value,
    skip_space,
)  # fmt: skip
from pipelines.ingest.conformance.schema_references import class_of, count_references, grown, place_of
from pipelines.ingest.conformance.schema_types import AGGREGATE, ENTITY, IS_DERIVED, IS_OPTIONAL, SELECT, Tables
from pipelines.ingest.conformance.schema_values import (
    DERIVED_UNSET,
    DERIVED_WRITTEN,
    NOT_IN_SELECT,
    REPEATED,
    SOUND,
    STARRED,
    UNKNOWN_TYPE,
    UNSET,
    WRONG_CLASS,
    WRONG_SIZE,
    WRONG_TYPE,
    byte,
    hash_bytes,
    have_repeat,
    past_scalar,
)  # fmt: skip

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Array = NDArray[Any]

_DEEPEST = 16


@njit(cache=True, nogil=True)
def walk_statements(
    data: Bytes,
    starts: Array,
    codes: Array,
    begin: int,
    stop: int,
    tables: Tables,
    classes: Array,
    far_ids: Array,
    far_classes: Array,
) -> tuple[Integers, Integers]:
    """The departures of the statements from ``begin`` to before ``stop``, and what is counted for inverse attributes.

    Args:
        data: The file.
        starts: Offset of each statement.
        codes: Its class; below 0 for one to pass over.
        begin: The first statement.
        stop: Behind the last.
        tables: The schema.
        classes: Step id → class, for the step ids that it holds; -1 where there is none.
        far_ids: The step ids that it does not hold, sorted.
        far_classes: Their classes.

    Returns:
        Rows of (statement, place of the attribute, what is the matter, offset, node, detail), and of (slot, step id
        referred to, statement). The detail is the step id referred to, or the number of members.
    """
    end = len(data)
    # Each look into the tuple costs the compiler time.
    kinds, lows, highs, members, is_unique, _, selects, type_nodes, keywords, keyword_codes, firsts, nodes, flags, slots = tables
    faults, counted, keys = np.empty((64, 6), np.int64), np.empty((1024, 3), np.int64), np.empty((1024, 1), np.int64)
    fault_count, counted_count, key_count = 0, 0, 0
    frames, begins = np.empty(_DEEPEST, np.int64), np.empty(_DEEPEST, np.int64)
    sizes, key_firsts = np.empty(_DEEPEST, np.int64), np.empty(_DEEPEST, np.int64)
    for row in range(begin, stop):
        code = codes[row]
        if code < 0:
            continue
        place, last = firsts[code], firsts[code + 1]
        at = skip_space(data, starts[row], end)
        while at < end and data[at] != OPEN:
            at = skip_space(data, at + 1, end)
        at = skip_space(data, at + 1, end)
        while at < end and data[at] != CLOSE and place < last:
            value_begin = at
            node, flag, slot = int(nodes[place]), flags[place], slots[place]
            fault, detail, depth, key_count, member_begin = SOUND, 0, 0, 0, at
            written = data[at]
            is_value = False
            if flag & IS_DERIVED:
                fault = SOUND if written == STAR else DERIVED_UNSET if written == DOLLAR else DERIVED_WRITTEN
            elif written == DOLLAR:
                fault = SOUND if flag & IS_OPTIONAL else UNSET
            elif written == STAR:
                fault = STARRED
            else:
                is_value = True
            if not is_value:
                at = past_value(data, at, end)
            while is_value:
                # A value of the node's type is to begin here.
                kind, written = kinds[node], byte(data, at, end)
                if kind == AGGREGATE:
                    if written != OPEN or depth == _DEEPEST:
                        fault = WRONG_TYPE
                        break
                    frames[depth], begins[depth], sizes[depth], key_firsts[depth] = node, at, 0, key_count
                    at = skip_space(data, at + 1, end)
                    if byte(data, at, end) != CLOSE:
                        depth += 1
                        member_begin, node = at, int(members[node])
                        continue
                    if lows[node] > 0:
                        fault, at = WRONG_SIZE, begins[depth]
                        break
                    at += 1
                elif kind == ENTITY or (kind == SELECT and written == HASH):
                    if written != HASH:
                        fault = WRONG_TYPE
                        break
                    reference = at
                    at += 1
                    number = 0
                    while at < end and is_digit(data[at]):
                        number = number * 10 + data[at] - 48
                        at += 1
                    target = class_of(number, classes, far_ids, far_classes)
                    # A reference to nothing is a matter of syntax, an unknown class one of its own statement.
                    is_right = target < 0
                    if not is_right and kind == ENTITY:
                        is_right = lows[node] <= target < highs[node]
                    elif not is_right:
                        is_right = selects[lows[node], target] == 1
                    if not is_right:
                        fault, detail, at = WRONG_CLASS, number, reference
                        break
                    if slot >= 0:
                        counted = grown(counted, counted_count)
                        counted[counted_count, 0], counted[counted_count, 1], counted[counted_count, 2] = slot, number, row
                        counted_count += 1
                elif kind == SELECT:
                    if not is_letter(written) or depth == _DEEPEST:
                        fault = WRONG_TYPE
                        break
                    word = at
                    while at < end and (is_letter(data[at]) or is_digit(data[at])):
                        at += 1
                    key = hash_bytes(data, word, at, True)
                    found = place_of(key, keywords)
                    if found < 0:
                        fault, at = UNKNOWN_TYPE, word
                        break
                    declared = keyword_codes[found]
                    if selects[lows[node], declared] == 0 or type_nodes[declared] < 0:
                        fault, at = NOT_IN_SELECT, word
                        break
                    at = skip_space(data, at, end)
                    frames[depth] = -1
                    depth += 1
                    node = int(type_nodes[declared])
                    at = skip_space(data, at + 1, end)
                    continue
                else:
                    behind, fault = past_scalar(data, at, end, node, tables)
                    if fault != SOUND:
                        break
                    at = behind
                # The value ends here: a member of the list, what a defined type wraps, or the whole.
                is_value = False
                while depth > 0:
                    member_end = at
                    at = skip_space(data, at, end)
                    written = byte(data, at, end)
                    if frames[depth - 1] < 0:
                        if written != CLOSE:
                            fault = WRONG_TYPE
                            break
                        at += 1
                        depth -= 1
                        continue
                    node = frames[depth - 1]
                    sizes[depth - 1] += 1
                    if is_unique[node]:
                        keys = grown(keys, key_count)
                        is_reference = data[member_begin] == HASH
                        keys[key_count, 0] = number if is_reference else hash_bytes(data, member_begin, member_end, False)
                        key_count += 1
                    if written == COMMA:
                        at = skip_space(data, at + 1, end)
                        member_begin, node, is_value = at, int(members[node]), True
                        break
                    low, high, size = lows[node], highs[node], sizes[depth - 1]
                    if written != CLOSE:
                        fault = WRONG_TYPE
                    elif size < low or (high >= 0 and size > high):
                        fault, detail, at = WRONG_SIZE, size, begins[depth - 1]
                    elif is_unique[node] and have_repeat(keys[:, 0], key_firsts[depth - 1], key_count):
                        fault, detail, at = REPEATED, size, begins[depth - 1]
                    if fault != SOUND:
                        break
                    key_count = key_firsts[depth - 1]
                    at += 1
                    depth -= 1
                if fault != SOUND:
                    break
            if fault != SOUND:
                faults = grown(faults, fault_count)
                where = value_begin if fault < WRONG_TYPE else min(at, end - 1)
                faults[fault_count, 0], faults[fault_count, 1], faults[fault_count, 2] = row, place - firsts[code], fault
                faults[fault_count, 3], faults[fault_count, 4], faults[fault_count, 5] = where, node, detail
                fault_count += 1
                at = past_value(data, value_begin, end)
                if slot >= 0:
                    # All that is referred to counts, what stands behind the departure too.
                    while counted_count > 0 and counted[counted_count - 1, 2] == row and counted[counted_count - 1, 0] == slot:
                        counted_count -= 1
                    counted, counted_count = count_references(data, value_begin, at, slot, row, counted, counted_count)
            at = skip_space(data, at, end)
            if byte(data, at, end) == COMMA:
                at = skip_space(data, at + 1, end)
            place += 1
    return faults[:fault_count], counted[:counted_count]
