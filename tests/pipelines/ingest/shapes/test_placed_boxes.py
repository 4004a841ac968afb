import numpy as np
import pytest

from pipelines.ingest.shapes.placed_boxes import placed_boxes


def test_the_box_is_that_of_the_placed_points_and_not_of_a_turned_box():
    vertices = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 2), (5, 5, 5)], np.float32)
    turned = np.eye(4)
    turned[:3, :3] = [(0.8, -0.6, 0), (0.6, 0.8, 0), (0, 0, 1)]
    turned[:3, 3] = (3_500_000.25, 4, 0)
    boxes = placed_boxes(vertices, np.array([0, 3, 3, 4]), np.array([2, 0, 1]), np.stack([np.eye(4), turned, turned]))
    assert boxes[0].tolist() == [[5, 5, 5], [5, 5, 5]]
    assert boxes[1] == pytest.approx(np.array([[3_500_000.25 - 0.6, 4, 0], [3_500_000.25 + 0.8, 4.8, 2]]), abs=1e-9)
    assert np.isnan(boxes[2]).all()
