"""The same tasks with more and more overlap: accuracy against price."""

from toloka.client.analytics_request import SpentBudgetPoolAnalytics

from .jobs import add_tasks, create_project, finish, flow, inputs_of, new_pool, topics

# The overlap of the experts' pool, whose labels the others are held against.
EXPERTS = 15


@flow("careful")
def crowd_benchmark(client):
    more = {**topics["text_classification"], "tasks": 60}
    project = create_project(client, "crowd_benchmark", more)
    pools = {}
    for overlap in (1, 3, 5, EXPERTS):
        pool = new_pool(project.id, f"Overlap {overlap}", overlap)
        pools[overlap] = client.create_pool(pool).id
        add_tasks(client, pools[overlap], inputs_of(more))
        client.open_pool(pools[overlap])
    labels = {overlap: label(client, pool_id) for overlap, pool_id in pools.items()}
    truth = labels.pop(EXPERTS)
    assert len(truth) == 60, truth
    for overlap, found in labels.items():
        assert found.keys() == truth.keys()
        right = sum(found[text] == truth[text] for text in truth) / len(truth)
        assert right > 0.8, (overlap, right)
    requests = [SpentBudgetPoolAnalytics(subject_id=pools[o]) for o in labels]
    operation = client.wait_operation(client.get_analytics(requests))
    spent = [float(part["result"]) for part in operation.details["value"]]
    # 60 tasks on pages of four or fewer, at 0.01 a page
    for overlap, money in zip(labels, spent):
        assert money >= 0.15 * overlap - 1e-9, (overlap, money)
    assert spent == sorted(spent), spent


def label(client, pool_id):
    """The label of each text, by majority vote."""
    votes = {}
    for answer in finish(client, pool_id):
        counts = votes.setdefault(answer.inputs["text"], {})
        value = answer.values["subject"]
        counts[value] = counts.get(value, 0) + 1
    return {text: max(counts, key=counts.get) for text, counts in votes.items()}
