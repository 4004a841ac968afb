"""The kernel that writes what a few instances refer to, at whatever depth, as statements of its own with numbers of its own.

It writes into arrays that it is given, raises nothing and returns an integer, so that ``machine_code`` can keep it.
"""

from typing import Any

from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.lexis import first_argument, is_digit, past_string, skip_space
from pipelines.ingest.columnar.marks import (
    CLOSE,
    COMMA,
    DOLLAR,
    EQUALS,
    HASH,
    LINE_FEED,
    OPEN,
    QUOTE,
    SEMICOLON,
    SLASH,
    SPACE,
    STAR,
)  # fmt: skip
from pipelines.ingest.shapes.graph_marks import BROKEN, CONTEXT, DIGEST_DIGITS, FOREIGN, LEAF, MAP, NAMELESS, SOUND, WAITING

Array = NDArray[Any]

_MARGIN = 128
"""More than the kernel writes between two looks at the room that is left, strings and class names apart."""
_LONGEST_NUMBER = 20


@njit(nogil=True)
def _put_number(out: Array, at: int, number: int) -> int:
    behind, rest = at + 1, number
    while rest >= 10:
        rest //= 10
        behind += 1
    for place in range(behind - 1, at - 1, -1):
        out[place] = 48 + number % 10
        number //= 10
    return behind


@njit(nogil=True)
def _is_cyclic(edge_begins: Array, edges: Array, count: int, referrers: Array, free: Array) -> bool:
    """Whether some node comes back on itself: nodes that nobody refers to are taken away until none is left."""
    for node in range(count):
        referrers[node] = 0
    for place in range(edge_begins[count]):
        referrers[edges[place]] += 1
    freed = 0
    for node in range(count):
        if referrers[node] == 0:
            free[freed] = node
            freed += 1
    taken = 0
    while taken < freed:
        node = free[taken]
        taken += 1
        for place in range(edge_begins[node], edge_begins[node + 1]):
            referrers[edges[place]] -= 1
            if referrers[edges[place]] == 0:
                free[freed] = edges[place]
                freed += 1
    return taken < count


@njit(nogil=True)
def write_graphs(
    data: Array,
    starts: Array,
    classes: Array,
    rows: Array,
    traits: Array,
    class_text: Array,
    class_edges: Array,
    digest_places: Array,
    digest_text: Array,
    digest_sizes: Array,
    roots: Array,
    root_edges: Array,
    first: int,
    spare: Array,
    context: int,
    following: Array,
    marks: Array,
    queue: Array,
    edge_begins: Array,
    edges: Array,
    referrers: Array,
    free: Array,
    out: Array,
    ends: Array,
    numbers: Array,
    counts: Array,
    statuses: Array,
    sizes: Array,
    root_numbers: Array,
) -> int:
    """Write graph after graph until the room is used up.

    The roots of a graph come first, then breadth first what is met; so the text depends on what is said alone.
    With ``digest_places`` (of each row, else empty) representation maps stand as their digests, every graph is numbered from
    the same number on, and the numbers of its roots end the text. Without, graphs are numbered on, and leave ``spare`` numbers
    each. ``following`` holds the next number and the next mark, here and at the end.

    Returns:
        The first graph that is not written.
    """
    number, mark = following[0], following[1]
    end, limit = len(data), len(out) - _MARGIN
    is_hashed = len(digest_places) > 0
    at = 0
    for graph in range(first, len(root_edges) - 1):
        begin, origin, count, edge_count, size = at, mark, 0, 0, 0
        status, is_full, is_suspect = SOUND, False, False
        for place in range(root_edges[graph], root_edges[graph + 1]):
            row = roots[place]
            if row < 0 or traits[classes[row]] & FOREIGN:
                status = BROKEN
                break
            if marks[row] < origin:
                if count == len(queue):
                    is_full = True
                    break
                marks[row] = origin + count
                queue[count] = row
                count += 1
            root_numbers[place] = number + marks[row] - origin
        node = 0
        while node < count and status == SOUND and not is_full:
            row = queue[node]
            edge_begins[node] = edge_count
            code = classes[row]
            is_nameless = traits[code] & NAMELESS
            if at + class_edges[code + 1] - class_edges[code] > limit:
                is_full = True
                break
            out[at] = HASH
            at = _put_number(out, at + 1, number + node)
            out[at] = EQUALS
            at += 1
            for place in range(class_edges[code], class_edges[code + 1]):
                out[at] = class_text[place]
                at += 1
            source = first_argument(data, starts[row], end)
            out[at] = OPEN
            at += 1
            depth = 1
            while depth > 0:
                if at > limit or source >= end:
                    is_full = at > limit
                    status = SOUND if is_full else BROKEN
                    break
                letter = data[source]
                # Digits and the like, by far the most, all stand behind what means something here.
                if letter > CLOSE and letter != SLASH:
                    out[at] = letter
                    at += 1
                    source += 1
                elif letter == HASH:
                    source += 1
                    step_id = 0
                    while source < end and is_digit(data[source]):
                        step_id = step_id * 10 + data[source] - 48
                        source += 1
                    target = rows[step_id] if 0 <= step_id < len(rows) else -1
                    if target < 0:
                        status = BROKEN
                        break
                    trait = traits[classes[target]]
                    if trait & FOREIGN:
                        status = BROKEN
                        break
                    out[at] = HASH
                    at += 1
                    if trait & CONTEXT:
                        at = _put_number(out, at, context)
                        continue
                    if is_hashed and trait & MAP:
                        digest = digest_places[target]
                        if digest < 0:
                            status = WAITING
                            break
                        for place in range(digest * DIGEST_DIGITS, (digest + 1) * DIGEST_DIGITS):
                            out[at] = digest_text[place]
                            at += 1
                        if marks[target] < origin:
                            marks[target] = origin
                            size += digest_sizes[digest]
                        continue
                    if marks[target] < origin:
                        if count == len(queue):
                            is_full = True
                            break
                        marks[target] = origin + count
                        queue[count] = target
                        count += 1
                    local = marks[target] - origin
                    at = _put_number(out, at, number + local)
                    if not trait & LEAF:
                        if edge_count == len(edges):
                            is_full = True
                            break
                        edges[edge_count] = local
                        edge_count += 1
                        is_suspect = is_suspect or local <= node
                elif letter == QUOTE:
                    behind = past_string(data, source, end)
                    if is_nameless:
                        out[at] = DOLLAR
                        at += 1
                    else:
                        if at + behind - source > limit:
                            is_full = True
                            break
                        for place in range(source, behind):
                            out[at] = data[place]
                            at += 1
                    source = behind
                elif letter == SPACE or 9 <= letter <= 13 or (letter == SLASH and data[source + 1] == STAR):
                    source = skip_space(data, source, end)
                else:
                    if letter == OPEN:
                        depth += 1
                    elif letter == CLOSE:
                        depth -= 1
                    out[at] = letter
                    at += 1
                    source += 1
            out[at] = SEMICOLON
            out[at + 1] = LINE_FEED
            at += 2
            node += 1
        mark = origin + count + 1
        if status == SOUND and not is_full:
            edge_begins[count] = edge_count
            if is_suspect and _is_cyclic(edge_begins, edges, count, referrers, free):
                status = BROKEN
        if status == SOUND and not is_full and is_hashed:
            if at + _LONGEST_NUMBER * (root_edges[graph + 1] - root_edges[graph]) > limit:
                is_full = True
            else:
                for place in range(root_edges[graph], root_edges[graph + 1]):
                    at = _put_number(out, at, root_numbers[place])
                    out[at] = COMMA
                    at += 1
        if is_full:
            following[0], following[1] = number, mark
            return graph
        if status != SOUND:
            at, count = begin, 0
        ends[graph - first], numbers[graph], counts[graph], statuses[graph] = at, number, count, status
        sizes[graph] = size + at - begin
        if not is_hashed:
            number += count + spare[graph]
    following[0], following[1] = number, mark
    return len(root_edges) - 1
