"""Validates rendered manifests against the schemas of Kubernetes and of custom resource definitions.

usage: validate.py KUBERNETES_VERSION DEFINITIONS_DIRECTORY MANIFESTS...

A field that its schema does not have is an error, as for `kubectl apply --validate=strict`. A custom resource whose
definition is missing is an error too.
"""
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml


def strict(schema):
    """Closes the objects of a definition's schema, which a server prunes."""
    if isinstance(schema, list):
        return [strict(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields") and "additionalProperties" not in schema:
        closed["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        closed.pop("type", None)
    return closed


def definitions(directory):
    schemas = {}
    for file in pathlib.Path(directory).glob("*.yaml"):
        for document in yaml.safe_load_all(file.read_text()):
            if not document or document.get("kind") != "CustomResourceDefinition":
                continue
            spec = document["spec"]
            for version in spec["versions"]:
                schema = strict(version["schema"]["openAPIV3Schema"])
                # Every resource has these.
                schema["properties"]["metadata"] = {"type": "object"}
                schemas[f'{spec["group"]}/{version["name"]}', spec["names"]["kind"]] = schema
    return schemas


def errors(manifest, version, schemas):
    group = manifest["apiVersion"].partition("/")[0]
    try:
        if "." in group and not group.endswith(".k8s.io") or group == "gateway.networking.k8s.io":
            key = (manifest["apiVersion"], manifest["kind"])
            if key not in schemas:
                return ["has no definition here"]
            found = jsonschema.Draft202012Validator(schemas[key]).iter_errors(manifest)
            return [f"{error.json_path}: {error.message[:300]}" for error in found]
        kubernetes_validate.validate(manifest, version, strict=True)
        return []
    except Exception as failure:
        return [f'{getattr(failure, "path", "")}: {getattr(failure, "message", failure)}'[:400]]


def main(version, directory, files):
    schemas = definitions(directory)
    failed = False
    for file in files:
        manifests = [document for document in yaml.safe_load_all(pathlib.Path(file).read_text()) if document]
        for manifest in manifests:
            for error in errors(manifest, version, schemas):
                print(f'{pathlib.Path(file).stem}: {manifest["kind"]} {manifest["metadata"]["name"]}: {error}')
                failed = True
        print(f"{pathlib.Path(file).stem}: {len(manifests)} resources")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
