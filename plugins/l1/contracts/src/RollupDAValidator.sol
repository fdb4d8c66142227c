// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DAScheme} from "./DAScheme.sol";
import {IDAValidator} from "./IDAValidator.sol";

/// @title Rollup by calldata (scheme 3)
/// @notice operatorDAInput is the posted pubdata itself, byte for byte.
/// @dev Invariant: checkDA returns only if daCommitment commits to exactly the bytes of this call,
/// which are therefore in the calldata of an L1 transaction. Holds no state.
contract RollupDAValidator is IDAValidator {
    /// @inheritdoc IDAValidator
    uint8 public constant scheme = DAScheme.BLOBS_AND_PUBDATA_KECCAK256;

    /// @inheritdoc IDAValidator
    function checkDA(uint256, uint64, bytes32 daCommitment, bytes calldata operatorDAInput)
        external
        pure
    {
        bytes32 expected = DAScheme.calldataCommitment(operatorDAInput);
        if (daCommitment != expected) {
            revert WrongDACommitment(expected, daCommitment);
        }
    }
}
