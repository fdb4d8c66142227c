// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommitBatchInfo, StoredBatchInfo} from "dovetail/BatchFormat.sol";
import {IDAValidator} from "dovetail/IDAValidator.sol";
import {IZKChain} from "dovetail/IZKChain.sol";

/// @title A DA validator that calls back into its chain, to show that a commit is complete by then
/// @dev Injects a fault: no chain would choose it.
contract PretendDAValidator is IDAValidator {
    uint8 public constant scheme = 3;

    /// @notice What the chain said of its last batch while it was being committed.
    uint256 public committedThen;

    /// @inheritdoc IDAValidator
    function checkDA(uint256, uint64, bytes32, bytes calldata input) external {
        committedThen = IZKChain(msg.sender).totalBatchesCommitted();
        if (input.length > 0) {
            (StoredBatchInfo memory last, CommitBatchInfo memory batch) =
                abi.decode(input, (StoredBatchInfo, CommitBatchInfo));
            IZKChain(msg.sender).commitBatch(last, batch);
        }
    }
}
