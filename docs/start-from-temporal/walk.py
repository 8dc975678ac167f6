"""Places an order straight through Temporal, and makes every mistake that the page tells of.

Usage: walk.py ADDRESS NAMESPACE INPUT, where INPUT is the JSON of an order. Prints what came of each step as JSON.
Needs the package `temporalio`. Where payloads are encrypted, AVENANT_CALLER_KEYS holds the keys of the tenant, and it needs
`cryptography` too.
"""

import asyncio
import json
import os
import sys
from datetime import timedelta

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError


def start_of(order: dict, workflow_id: str) -> WithStartWorkflowOperation:
    return WithStartWorkflowOperation(
        "subscriptionChange",
        order,
        id=workflow_id,
        task_queue="avenant",
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        task_timeout=timedelta(seconds=5),
    )


def refusal(error: Exception) -> dict:
    if isinstance(error, WorkflowAlreadyStartedError):
        return {"type": "WorkflowAlreadyStarted"}
    cause = error.cause if isinstance(error, WorkflowUpdateFailedError) else error
    if not isinstance(cause, ApplicationError):
        raise error
    return {"type": cause.type, "details": list(cause.details)}


async def refused(call) -> dict:
    try:
        await call
    except (WorkflowUpdateFailedError, WorkflowAlreadyStartedError) as error:
        return refusal(error)
    return {"type": None}


async def main(address: str, namespace: str, order: dict) -> dict:
    keys = os.environ.get("AVENANT_CALLER_KEYS")
    converter = {}
    if keys is not None:
        from codec import caller_converter

        converter = {"data_converter": caller_converter(keys)}
    # TLS and keys by the variables of Temporal's own programs.
    reached = ClientConfig.load_client_connect_config()
    client = await Client.connect(**{**reached, "target_host": address, "namespace": namespace}, **converter)
    workflow_id = f"change:{order['tenantId']}:{order['changeId']}"

    async def begin(what: dict, under: str) -> dict:
        operation = start_of(what, under)
        return await client.execute_update_with_start_workflow("untilSettled", start_workflow_operation=operation)

    try:
        quoted = await begin(order, workflow_id)
    except WorkflowUpdateFailedError as error:
        return {"refused": refusal(error) | {"message": str(error.cause)}}
    except KeyError as error:
        from codec import is_answer_encrypted

        if not is_answer_encrypted(error):
            raise
        return {"refused": "The order has begun, and its answer is encrypted: set AVENANT_CALLER_KEYS."}
    handle = client.get_workflow_handle(workflow_id)

    async def send(event: dict, update_id: str) -> dict:
        return await handle.execute_update("send", event, id=update_id)

    told = {"quoted": quoted["state"], "joined": (await begin(order, workflow_id))["details"]["quote"]["quoteId"]}
    told["notAllowed"] = await refused(send({"type": "PLACE_ORDER"}, "early"))
    told["malformed"] = await refused(send({"type": "PROVIDE_VAT"}, "malformed"))
    told["unknownField"] = await refused(send({"type": "CHECKOUT", "note": "quickly"}, "unknown-field"))
    told["ofSupport"] = await refused(
        send({"type": "HOLD", "by": {"userId": "mallory", "role": "support_lead"}}, "of-support")
    )
    await send({"type": "CHECKOUT"}, "checkout-1")
    told["quoteChanged"] = await refused(send({"type": "PLACE_ORDER", "quoteHash": "another"}, "stale"))
    placing = {"type": "PLACE_ORDER", "quoteHash": quoted["details"]["quote"]["hash"]}
    told["placed"] = (await send(placing, "place-1"))["state"]
    told["secondStart"] = await refused(begin(order, workflow_id))
    other = {**order, "changeId": order["changeId"] + "_other"}
    told["otherId"] = await refused(begin(other, "another-id"))
    told["unknownInput"] = await refused(begin({**other, "discount": "100"}, workflow_id + "_other"))
    told["ended"] = (await handle.result())["state"]
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))), flush=True)
    # Threads of the client may still be at work, which Python would not survive at its end.
    os._exit(0)
