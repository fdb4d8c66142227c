// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// Every DA scheme's id and the exact preimage of its commitment. Ids are those of the ZK Stack.
//
//   1  EMPTY_NO_DA                  32 zero bytes
//   3  BLOBS_AND_PUBDATA_KECCAK256  keccak256(zero[32] | keccak256(pubdata) | 0x01 | zero[32])
//
// In scheme 3 the preimage is 97 bytes: an (absent) state diff hash, the hash of the posted bytes,
// the number of blob slots (one) and that slot's (empty) linear hash. Golden vectors:
// tests/vectors/da_commitment.json.
//
// Invariant: an id never changes its preimage; 0 means that no scheme was set and is never
// accepted.
library DAScheme {
    uint8 internal constant EMPTY_NO_DA = 1;
    uint8 internal constant BLOBS_AND_PUBDATA_KECCAK256 = 3;

    /// @notice The commitment of scheme 3 to pubdata that is posted as calldata.
    function calldataCommitment(bytes calldata pubdata) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(bytes32(0), keccak256(pubdata), uint8(1), bytes32(0)));
    }
}
