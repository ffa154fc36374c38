#!/bin/sh
# Schemas of Nova's databases, and the map of its cells. May run any number of times.
# Cells are mapped by templates: each process fills in what its own configuration says, so that no password is stored in a database.
set -eu
server='{scheme}://{username}:{password}@{hostname}:{port}'

nova-manage api_db sync
# `map_cell0` changes nothing when cell0 is mapped.
nova-manage cell_v2 map_cell0 --database_connection "$server/$1?{query}"
nova-manage db sync
if nova-manage cell_v2 list_cells | grep -q '| *cell1 *|'; then
  exit 0
fi
nova-manage cell_v2 create_cell --name=cell1 --database_connection "$server/{path}?{query}" --transport-url "$server/{path}"
