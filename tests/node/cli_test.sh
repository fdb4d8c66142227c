#!/bin/bash
# The command line of `dovetail`: exit codes, messages, help, lock. Usage: cli_test.sh DOVETAIL SOURCE_DIR
# Works in a temporary folder; starts no node that stays; uses no network.
set -u
dovetail=$1
source_dir=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export HOME=$work
failures=0

# expect CODE TEXT COMMAND…: the exit code, and a text that the output holds
expect() {
  local code=$1 text=$2 output actual
  shift 2
  output=$("$@" 2>&1)
  actual=$?
  if [ "$actual" != "$code" ] || [[ "$output" != *"$text"* ]]; then
    echo "FAILED: $*"
    echo "  expected exit code $code and '$text', found exit code $actual and:"
    echo "$output" | head -20 | sed 's/^/  | /'
    failures=$((failures + 1))
  fi
}

cp "$source_dir/configs/dev.yaml" dev.yaml

# Help and version.
expect 0 "ZK Stack node" "$dovetail" --help
expect 0 "dovetail " "$dovetail" --version
expect 2 "Usage" "$dovetail"
for command in "run" "config check" "config print" "config schema" "config diff" "plugin list" "plugin inspect" \
               "plugin lock" "plugin new" "chain deploy" "admin status" "admin why" "admin swap" "admin plan" "admin reload"; do
  # shellcheck disable=SC2086
  expect 0 "Examples:" "$dovetail" $command --help
done
expect 0 "config check" "$dovetail" config --help

# Usage.
expect 2 "did you mean 'config'?" "$dovetail" confg
expect 2 "did you mean 'config check'?" "$dovetail" config chek
expect 2 "--help" "$dovetail" nothing-like-it
expect 2 "unrecognised option '--cofnig'" "$dovetail" run --cofnig dev.yaml
expect 2 "required" "$dovetail" admin why
expect 2 "invalid" "$dovetail" admin why minus-one

# Configuration: 78, place, caret and the nearest key.
sed 's/^chain:/chian:/' dev.yaml > misspelt.yaml
expect 78 "did you mean 'chain'?" "$dovetail" config check misspelt.yaml
expect 78 "did you mean 'chain'?" "$dovetail" run --config misspelt.yaml
expect 78 "misspelt.yaml:" "$dovetail" config print misspelt.yaml
expect 78 "did you mean" "$dovetail" config check dev.yaml --set chain.idd=7
expect 78 "--config FILE" "$dovetail" run --config absent.yaml
expect 78 "no plugin 'da/absent'" "$dovetail" config check dev.yaml --unlocked --set plugins.da.use=da/absent
expect 78 "kind da" "$dovetail" config check dev.yaml --unlocked --set plugins.da.use=l1/ethereum
expect 78 "url" "$dovetail" config check dev.yaml --unlocked --set 'plugins.l1.config={urlz: [x]}'
expect 0 "sound" "$dovetail" config check dev.yaml --unlocked
expect 0 '"sound":true' "$dovetail" config check dev.yaml --unlocked --json
expect 0 "dev.yaml:" "$dovetail" config print dev.yaml
sed 's/name: dovetail-dev/name: other/' dev.yaml > other.yaml
expect 0 "chain.name" "$dovetail" config diff dev.yaml other.yaml
expect 0 '"reload":"genesis"' "$dovetail" config diff dev.yaml other.yaml --json
"$dovetail" config schema > schema.json || failures=$((failures + 1))
expect 0 "draft-07" python3 -m json.tool schema.json

# Plugins: list, manifest, lock. A library that changed after the lock is refused, before any of it runs.
expect 0 "l1/ethereum" "$dovetail" plugin list
expect 0 '"use":"da/rollup"' "$dovetail" plugin list --json
expect 0 "dovetail.compressor/1" "$dovetail" plugin inspect compressor/none
expect 0 '"kind":"compressor"' "$dovetail" plugin inspect compressor/none --json
expect 1 "plugin list" "$dovetail" plugin inspect nothing
expect 1 "no.so" "$dovetail" plugin inspect ./no.so
head -c 4096 "$dovetail" > cut.so
expect 1 "cut.so" "$dovetail" plugin inspect ./cut.so
expect 78 "plugin lock" "$dovetail" config check dev.yaml
expect 1 "plugin lock --config dev.yaml" "$dovetail" run --config dev.yaml
expect 0 "4 plugins" "$dovetail" plugin lock --config dev.yaml
expect 0 "sound" "$dovetail" config check dev.yaml
mkdir -p other/compressor
cp "$(dirname "$dovetail")/../plugins/compressor/none.so" other/compressor/none.so
expect 0 "sound" "$dovetail" config check dev.yaml --set 'plugins.paths=[other]'
printf '\0' >> other/compressor/none.so
expect 78 "is not the locked file" "$dovetail" config check dev.yaml --set 'plugins.paths=[other]'
expect 1 "is not the locked file" "$dovetail" run --config dev.yaml --data-dir data --set 'plugins.paths=[other]'

# A new plugin's project.
expect 0 "written" "$dovetail" plugin new fee_oracle mine
expect 0 "fee_oracle/mine" cat mine/manifest.json
expect 1 "mine" "$dovetail" plugin new fee_oracle mine
expect 0 "./elsewhere: written" "$dovetail" plugin new da mine ./elsewhere
expect 0 "da/mine" cat elsewhere/manifest.json

# The admin client without a node.
expect 1 "--data-dir" "$dovetail" admin status --data-dir nowhere

# A deployment is refused where the chain has contracts.
contracts='{bridgehub: "0x0000000000000000000000000000000000000001", chain: "0x0000000000000000000000000000000000000002",
  rollup_validator: "0x0000000000000000000000000000000000000003",
  validium_validator: "0x0000000000000000000000000000000000000004", deployed_at_block: 1}'
printf '%s\n' "$(sed "s/^settler:/settler:\n  contracts: $(echo "$contracts" | tr -d '\n')/" dev.yaml)" > deployed.yaml
expect 1 "set already" "$dovetail" chain deploy --config deployed.yaml --unlocked --yes

# A clean stop is 0, without any L1.
"$dovetail" run --config dev.yaml --data-dir data --set rpc.listen=127.0.0.1:0 --set metrics.listen=127.0.0.1:0 \
  --set 'plugins.l1.config={urls: ["http://127.0.0.1:9"]}' > run.out 2> run.err &
node=$!
for _ in $(seq 100); do
  grep -q json-rpc run.out && break
  sleep 0.2
done
expect 0 "[-]fees" "$dovetail" admin status --data-dir data
expect 0 "stage: open" "$dovetail" admin why 1 --data-dir data
expect 1 "kind of plugin" "$dovetail" admin swap nothing da/rollup --data-dir data
expect 0 "keep" "$dovetail" admin plan --data-dir data
sed -i 's/^# rpc:/rpc:/; s/^#   batch_max: 1000/  batch_max: 10/' dev.yaml
expect 1 "rpc.batch_max: 1000 -> 10 (restart)" "$dovetail" admin reload --data-dir data
cp "$source_dir/configs/dev.yaml" dev.yaml
sed -i 's/^  # paths: \[\]/  paths: [other]/' dev.yaml
expect 1 "plugins.paths" "$dovetail" admin reload --data-dir data
cp "$source_dir/configs/dev.yaml" dev.yaml
sed -i 's/^# log:/log:/; s/^#   level: info/  level: debug/' dev.yaml
expect 0 "log.level: info -> debug" "$dovetail" admin reload --data-dir data
expect 1 "in use" "$dovetail" run --config dev.yaml --data-dir data
kill -TERM "$node"
wait "$node"
code=$?
if [ $code != 0 ]; then
  echo "FAILED: a node stopped by SIGTERM ended with $code"
  cat run.out run.err
  failures=$((failures + 1))
fi
expect 0 "Development accounts" cat run.out
expect 0 "700 data" stat -c '%a %n' data
expect 0 "600 data/jwt.hex" stat -c '%a %n' data/jwt.hex

[ "$failures" = 0 ] && echo "all passed"
exit "$((failures > 0))"
