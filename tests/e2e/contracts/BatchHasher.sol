// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BatchFormat, CommitBatchInfo, StoredBatchInfo} from "dovetail/BatchFormat.sol";
import {DAScheme} from "dovetail/DAScheme.sol";

/// @title The shared formats as calls, for the golden vectors
/// @dev Holds no formula of its own: each function is the library's.
contract BatchHasher {
    function outputHash(CommitBatchInfo calldata batch, bytes32 upgradeTxHash)
        external
        pure
        returns (bytes32)
    {
        return BatchFormat.outputHash(batch, upgradeTxHash);
    }

    function stored(CommitBatchInfo calldata batch, bytes32 output)
        external
        pure
        returns (StoredBatchInfo memory)
    {
        return BatchFormat.stored(batch, output);
    }

    function genesis(bytes32 stateCommitment) external pure returns (StoredBatchInfo memory) {
        return BatchFormat.genesis(stateCommitment);
    }

    function storedHash(StoredBatchInfo calldata info) external pure returns (bytes32) {
        return BatchFormat.storedHash(info);
    }

    function publicInput(bytes32 stateBefore, bytes32 stateAfter, bytes32 output)
        external
        pure
        returns (bytes32)
    {
        return BatchFormat.publicInput(stateBefore, stateAfter, output);
    }

    function calldataCommitment(bytes calldata pubdata) external pure returns (bytes32) {
        return DAScheme.calldataCommitment(pubdata);
    }
}
